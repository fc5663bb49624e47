import type { Client } from 'pg';
import type { MigrationEvent } from '../apply/migration-event.ts';
import type { ApplyOptions } from '../apply/run-context.ts';
import type { StructureOptions } from '../catalog/find-drift.ts';
import type { ClientsOptions } from '../clients/client-verdict.ts';
import type { Migration } from '../migrations/migration.ts';
import type { ApprovedPlan } from '../plan/approved-plan.ts';
import type { UnknownOption } from '../plan/migration-plan.ts';
import type { RepeatableSets } from '../repeatable/read-repeatables.ts';
import type { LedgerOptions } from '../tracking/ledger.ts';
import type { NonEmptyOptions } from './refuse-non-empty.ts';

/** Which database, and which migrations. */
export interface DatabaseOptions extends LedgerOptions {
  /** A connection string, or a connected client that nobody else uses meanwhile and that is not in a transaction. */
  readonly connection: string | Client;
  /** The folder of `<version>/<NNN_name>/up.sql`, or what {@link readMigrations} read from one. */
  readonly migrations: string | readonly Migration[];
  /** With migrations that were read: the scripts that each version was released with, which run again when they change. */
  readonly repeatables?: RepeatableSets;
}

export interface DriftOptions extends StructureOptions {
  /** Goes on where the database is not what its version says. Default false. */
  readonly allowDrift?: boolean;
}

/** How to move a database. */
export interface MigrateOptions
  extends DatabaseOptions,
    ClientsOptions,
    ApplyOptions,
    DriftOptions,
    UnknownOption,
    Pick<NonEmptyOptions, 'allowNonEmpty'> {
  /** How long to wait for another migrator, in ms. Default one hour. */
  readonly waitForLockMs?: number;
  /** Lets a down remove data. Without it a lossy one is refused, with the rows counted. Default false. */
  readonly allowDataLoss?: boolean;
  /** Lets a down run that is not what it was when its migration was applied. Default false. */
  readonly allowEditedDown?: boolean;
  /** Runs this plan, or what is left of it, and nothing else. */
  readonly approved?: ApprovedPlan;
  /** Told what happens, as it happens. */
  readonly onEvent?: (event: MigrationEvent) => void;
}

export const WAIT_FOR_LOCK_MS = 3_600_000;
