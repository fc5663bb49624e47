import { quoteLiteral as quote } from '../connection/quote-literal.ts';
import type { MigrationStep } from '../plan/migration-plan.ts';
import type { Ledger } from './ledger.ts';
import type { MigrationFailure } from './migration-failure.ts';
import type { RunOrigin } from './run-origin.ts';

// The texts that write the history. Values are literals, because they travel
// in one message with the migration itself.

/** Opens the row of a step; it is running from here on. */
export function openRow({ sql }: Ledger, step: MigrationStep, origin: RunOrigin): string {
  const { migration, direction, action, script, completesVersion, attempt } = step;
  const values = [
    ...[migration.id, migration.version, migration.sequence, completesVersion, direction, action],
    ...[script.checksum, attempt, origin.osUser, origin.host, origin.toolVersion, origin.gitCommit],
  ];
  return `INSERT INTO ${sql}.history
  (migration, version, sequence, completes_version, direction, action, checksum, attempt, os_user, host, tool_version, git_commit)
  VALUES (${values.map(quote).join(', ')})`;
}

/** Closes the running row of a step that worked. */
export function closeRow({ sql }: Ledger, { direction, migration }: MigrationStep): string {
  const status = direction === 'up' ? 'success' : 'rolled_back';
  return `UPDATE ${sql}.history SET status = '${status}' WHERE status = 'running' AND migration = ${quote(migration.id)}`;
}

/** Closes the running row of a migration that did not work. */
export function failRow({ sql }: Ledger, migration: string, failure: MigrationFailure): string {
  return `UPDATE ${sql}.history SET status = 'failed', error = ${quote(JSON.stringify(failure))} WHERE status = 'running' AND migration = ${quote(migration)}`;
}

/** Notes a statement that ran on its own as done for good. */
export function recordStatement({ sql }: Ledger, statement: number): string {
  return `INSERT INTO ${sql}.statement (history_id, statement) SELECT id, ${statement} FROM ${sql}.history WHERE status = 'running'`;
}
