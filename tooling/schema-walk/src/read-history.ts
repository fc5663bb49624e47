import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';

export interface HistoryStep {
  /** The folder's name, which also orders them. */
  readonly name: string;
  readonly sql: string;
}

/** A Prisma Migrate history: `migrations/<name>/migration.sql`. */
export function readHistory(folder: string): readonly HistoryStep[] {
  const migrations = join(folder, 'migrations');
  if (!existsSync(migrations)) {
    throw new SchemaServiceError({
      code: 'SCHEMA_WALK_FOLDER_INVALID',
      message: `${folder} has no folder migrations/.`,
      fix: 'Give a folder with the migrations/ that Prisma Migrate wrote.',
    });
  }
  return readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((name) => ({ name, sql: readFileSync(join(migrations, name, 'migration.sql'), 'utf8') }));
}
