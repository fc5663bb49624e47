import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { listMigrationFolders } from '../migrations/migration-folder.ts';

/** @throws SchemaServiceError MIGRATION_IMPORT_REFUSED where there are migrations already */
export function refuseTakenFolder(folder: string): void {
  if (listMigrationFolders(folder, { mayBeEmpty: true }).length === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_IMPORT_REFUSED',
    message: `${folder} has migrations already.`,
    why: 'An import is where a folder of migrations begins.',
    fix: 'Give a folder that does not exist yet.',
    meta: { folder },
  });
}

/**
 * Writes up and down of each below `folder`, and what else belongs to their
 * versions. All or nothing. Gives a function that removes them again.
 */
export function writeMigrations(
  folder: string,
  migrations: readonly Migration[],
  others: readonly Pick<MigrationScript, 'path' | 'sql'>[] = [],
): () => void {
  const versions = new Set(migrations.map((migration) => migration.version));
  const remove = (): void => {
    for (const version of versions) rmSync(join(folder, version), { recursive: true, force: true });
  };
  const scripts = migrations.flatMap(({ up, down }) => (down ? [up, down] : [up]));
  try {
    for (const { path, sql } of [...scripts, ...others]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), sql);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}
