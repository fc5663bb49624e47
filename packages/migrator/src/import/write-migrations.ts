import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { listMigrationFolders } from '../migrations/migration-folder.ts';

/** @throws SchemaServiceError MIGRATION_IMPORT_REFUSED where there are migrations already */
export function refuseTakenFolder(folder: string): void {
  if (!existsSync(folder) || listMigrationFolders(folder).length === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_IMPORT_REFUSED',
    message: `${folder} has migrations already.`,
    why: 'An import is where a folder of migrations begins.',
    fix: 'Give a folder that does not exist yet.',
    meta: { folder },
  });
}

/** Writes up and down of each below `folder`. Gives a function that removes them again. */
export function writeMigrations(folder: string, migrations: readonly Migration[]): () => void {
  for (const { up, down } of migrations) {
    for (const script of [up, down]) {
      if (!script) continue;
      const path = join(folder, script.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, script.sql);
    }
  }
  return () => {
    for (const version of new Set(migrations.map((migration) => migration.version))) {
      rmSync(join(folder, version), { recursive: true });
    }
  };
}
