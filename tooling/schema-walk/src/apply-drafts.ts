import { createHash } from 'node:crypto';
import type { TestDatabase } from '@schema-service/local-postgres';
import type { MigrationDraft } from '@schema-service/migration-draft';
import {
  down,
  type Migration,
  type MigrationEvent,
  type MigrationScript,
  up,
} from '@schema-service/migrator';

/** Runs the ups of the drafts, as a version of its own, with the real migrator. */
export async function applyDrafts(
  { connectionString }: TestDatabase,
  drafts: readonly MigrationDraft[],
  onEvent: (event: MigrationEvent) => void = () => {},
): Promise<void> {
  // The schema that they change is there already.
  await up({
    connection: connectionString,
    migrations: migrationsOf(drafts),
    allowNonEmpty: true,
    onEvent,
  });
}

/** Takes the drafts back. */
export async function undoDrafts(
  { connectionString }: TestDatabase,
  drafts: readonly MigrationDraft[],
): Promise<void> {
  const migrations = migrationsOf(drafts);
  await down({ connection: connectionString, migrations, to: 'none', allowDataLoss: true });
}

function migrationsOf(drafts: readonly MigrationDraft[]): readonly Migration[] {
  return drafts.map((draft, index): Migration => {
    const sequence = index + 1;
    const id = `${String(sequence).padStart(3, '0')}_${draft.suffix || 'change'}`;
    return {
      kind: 'migration',
      id,
      version: '1.0.0',
      sequence,
      up: scriptOf(`1.0.0/${id}/up.sql`, draft.up),
      down: scriptOf(`1.0.0/${id}/down.sql`, draft.down),
    };
  });
}

const scriptOf = (path: string, sql: string): MigrationScript => ({
  kind: 'migrationScript',
  path,
  sql,
  checksum: createHash('sha256').update(sql).digest('hex'),
});
