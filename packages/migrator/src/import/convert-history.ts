import { createHash } from 'node:crypto';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { nextMinor } from '../migrations/version.ts';
import { fitScript } from './fit-script.ts';
import type { ForeignMigration, ForeignState } from './foreign-history.ts';

/** A foreign migration and what it becomes. */
export interface ConvertedMigration {
  readonly migration: Migration;
  readonly source: ForeignMigration;
  readonly applied: boolean;
  readonly appliedAt: Date | null;
}

/**
 * Numbers the files of another tool anew. What is applied becomes `version`,
 * what is not the minor version after it, so that the database is at `version`.
 */
export function convertHistory(
  files: readonly ForeignMigration[],
  state: ForeignState,
  version: string,
): readonly ConvertedMigration[] {
  const rows = new Map(state.rows.map((row) => [row.key, row]));
  const later = nextMinor(version);
  return files.map((source, index) => {
    const row = rows.get(source.key);
    const sequence = index + 1;
    const id = `${String(sequence).padStart(3, '0')}_${nameOf(source)}`;
    const migration = convert(source, id, sequence, row ? version : later);
    return { migration, source, applied: row !== undefined, appliedAt: row?.appliedAt ?? null };
  });
}

function convert(
  { up, down, noTransaction }: ForeignMigration,
  id: string,
  sequence: number,
  version: string,
): Migration {
  const path = `${version}/${id}`;
  return {
    kind: 'migration',
    id,
    version,
    sequence,
    up: script(`${path}/up.sql`, fitScript(up, noTransaction)),
    ...(down === undefined ? {} : { down: script(`${path}/down.sql`, fitScript(down)) }),
  };
}

function script(path: string, sql: string): MigrationScript {
  const checksum = createHash('sha256').update(sql).digest('hex');
  return { kind: 'migrationScript', path, sql, checksum };
}

/** Letters, digits, `_` and `-`, as a migration's name must be. */
function nameOf({ name }: ForeignMigration): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[_-]+|_+$/g, '');
  return plain || 'migration';
}
