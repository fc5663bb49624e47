import type {
  HistoryEntry,
  MigrationStatus,
  PlanReport,
  StructureDifference,
} from '@schema-service/migrator';

/** A value as it is after JSON: moments are texts. */
export type Json<T> = T extends Date
  ? string
  : T extends object
    ? { [K in keyof T]: Json<T[K]> }
    : T;

export type StatusRecord = Json<MigrationStatus>;
export type HistoryRecord = Json<HistoryEntry>;
export type PlanRecord = Json<PlanReport>;
export type DifferenceRecord = Json<StructureDifference>;
