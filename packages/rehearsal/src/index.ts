export { type CheckedData, checkData, type DataQuestion } from './check-data.ts';
export type { RehearsalEvent, RehearsalOptions } from './rehearsal-options.ts';
export type {
  ColumnComparison,
  FilledTable,
  RehearsalReport,
  RehearsalStep,
  RehearsalStepName,
  TableComparison,
} from './rehearsal-report.ts';
export { type CompareOptions, compareWithSchema } from './structure/compare-with-schema.ts';
export { testMigrations } from './test-migrations.ts';
