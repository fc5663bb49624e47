import { quoteLiteral as quote } from '@schema-service/postgres-sql';
import type { LedgerAction, MigrationDirection } from './applied-migration.ts';
import type { Ledger } from './ledger.ts';
import type { RunOrigin } from './run-origin.ts';

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
