import type { Migration } from '../migrations/migration.ts';
import type { AppliedMigration, MigrationDirection } from '../tracking/applied-migration.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import { completesVersion } from './contracts.ts';

/** A row that states that a migration is applied, as its file is now. */
export function statedApplied(
  migration: Migration,
  migrations: readonly Migration[],
  note: string,
): LedgerEntry {
  const { id, version, sequence, up, down, removedDown } = migration;
  return {
    ...{ migration: id, version, sequence, checksum: up.checksum },
    completesVersion: completesVersion(migration, migrations),
    downChecksum: down?.checksum ?? removedDown,
    direction: 'up',
    action: 'repair',
    note,
  };
}

/** A row that states of a migration that has run what it is: `down`, not applied. */
export function statedEntry(
  { migration, version, sequence, checksum }: AppliedMigration,
  direction: MigrationDirection,
  note: string,
): LedgerEntry {
  const common = { migration, version, sequence, checksum, completesVersion: false };
  return { ...common, direction, action: 'repair', note };
}
