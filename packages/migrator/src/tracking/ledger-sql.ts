import { redactValue } from '@schema-service/errors';
import { quoteLiteral as quote } from '@schema-service/postgres-sql';
import type { MigrationStep } from '../plan/migration-plan.ts';
import {
  INTERRUPTED,
  type LedgerAction,
  type MigrationDirection,
  type MigrationFailure,
} from './applied-migration.ts';
import type { BatchProgress } from './batch-progress.ts';
import type { Ledger } from './ledger.ts';
import type { RunOrigin } from './run-origin.ts';

// The texts that write the history. Values are literals, because they travel
// in one message with the migration itself.

/** Closes the running row of `done`, which worked, and opens the row of `next`; either may be left out. See advance.sql. */
export function advance(
  { sql }: Ledger,
  origin: RunOrigin,
  { done, next }: { readonly done?: MigrationStep; readonly next?: MigrationStep | undefined },
): string {
  const closing = done
    ? [done.migration.id, done.direction === 'up' ? 'success' : 'rolled_back']
    : [null, null];
  const values = [...closing, ...(next ? openingValues(next, origin) : Array(13).fill(null))];
  return `SELECT ${sql}.advance(${values.map(quote).join(', ')})`;
}

function openingValues(step: MigrationStep, origin: RunOrigin) {
  const { migration, direction, action, script, completesVersion, attempt } = step;
  return [
    ...[migration.id, migration.version, migration.sequence, completesVersion, direction, action],
    ...[script.checksum, attempt, origin.osUser, origin.host, origin.toolVersion, origin.gitCommit],
    direction === 'up' ? (migration.down?.checksum ?? null) : null,
  ];
}

/** Fails unless the row of a step was opened by a transaction that has committed: then everything before it worked. */
export function guardStep({ migration }: MigrationStep): readonly string[] {
  const next = `pg_catalog.current_setting('schema_migrator.next')`;
  const isNext = `${next} OPERATOR(pg_catalog.=) ${quote(migration.id)}`;
  return ['BEGIN', `SELECT 1 OPERATOR(pg_catalog./) (${isNext})::pg_catalog.int4`, 'COMMIT'];
}

/** Closes the running row of a migration that did not work. What everybody may read for ever holds no secrets. */
export function failRow({ sql }: Ledger, migration: string, failure: MigrationFailure): string {
  return `UPDATE ${sql}.history SET status = 'failed', error = ${quote(JSON.stringify(redactValue(failure)))} WHERE status = 'running' AND migration = ${quote(migration)}`;
}

/** Closes whatever row is running as interrupted. */
export function interruptRow({ sql }: Ledger): string {
  return `UPDATE ${sql}.history SET status = 'failed', error = ${quote(JSON.stringify(INTERRUPTED))} WHERE status = 'running'`;
}

/** Notes a statement that ran on its own as done for good. */
export function recordStatement({ sql }: Ledger, statement: number, digest: string): string {
  return `INSERT INTO ${sql}.statement (history_id, statement, digest) SELECT id, ${statement}, ${quote(digest)} FROM ${sql}.history WHERE status = 'running'`;
}

/** Notes a statement that is about to be sent outside of transactions, so that its end can be noted behind it alone. */
export function recordBegun({ sql }: Ledger, statement: number, digest: string): string {
  return `INSERT INTO ${sql}.begun (history_id, statement, digest) SELECT id, ${statement}, ${quote(digest)} FROM ${sql}.history WHERE status = 'running'`;
}

/** Notes how far a statement is that runs in batches, of the run that goes on. */
export function recordBatch({ sql }: Ledger, progress: BatchProgress): string {
  const { statement, digest, range, lastKey, batches, rowsPassed, rowsChanged, size } = progress;
  const key = lastKey ? `ARRAY[${lastKey.map(quote).join(', ')}]::pg_catalog.text[]` : 'NULL';
  return `INSERT INTO ${sql}.batch (history_id, statement, digest, range, last_key, batches, rows_passed, rows_changed, size)
  SELECT id, ${statement}, ${quote(digest)}, ${quote(range)}, ${key}, ${batches}, ${rowsPassed}, ${rowsChanged}, ${size}
  FROM ${sql}.history WHERE status = 'running'
  ON CONFLICT (history_id, statement) DO UPDATE SET (last_key, batches, rows_passed, rows_changed, size, changed_at) =
    (excluded.last_key, excluded.batches, excluded.rows_passed, excluded.rows_changed, excluded.size, pg_catalog.clock_timestamp())`;
}

/** A row that states what is so, without a script having run: of a repair or an import. */
export interface LedgerEntry {
  readonly migration: string;
  readonly version: string;
  readonly sequence: number;
  readonly completesVersion: boolean;
  /** `up`: it is applied. `down`: it is not. */
  readonly direction: MigrationDirection;
  readonly action: Exclude<LedgerAction, 'run' | 'retry'>;
  readonly checksum: string;
  /** Of the down that is beside it. */
  readonly downChecksum?: string | undefined;
  readonly note: string;
}

/** The statements that write an entry. Like every row it begins as running, which the table insists on. */
export function recordEntry(
  { sql }: Ledger,
  entry: LedgerEntry,
  origin: RunOrigin,
): readonly string[] {
  const { migration, version, sequence, completesVersion, direction, action, checksum } = entry;
  const values = [
    ...[migration, version, sequence, completesVersion, direction, action, checksum, 1],
    ...[entry.note, origin.osUser, origin.host, origin.toolVersion, origin.gitCommit],
    entry.downChecksum ?? null,
  ];
  const status = direction === 'up' ? 'success' : 'rolled_back';
  return [
    `INSERT INTO ${sql}.history
  (migration, version, sequence, completes_version, direction, action, checksum, attempt, note, os_user, host, tool_version, git_commit, down_checksum)
  VALUES (${values.map(quote).join(', ')})`,
    `UPDATE ${sql}.history SET status = '${status}' WHERE status = 'running'`,
  ];
}
