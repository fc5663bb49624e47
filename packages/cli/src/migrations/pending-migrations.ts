import { join } from 'node:path';
import { type Migration, readMigrations } from '@schema-service/migrator';
import { frozenVersions, migrationsFolder } from '@schema-service/repository';

/** The migrations of a repository, in order. */
export interface RepositoryMigrations {
  /** The folder that they are in. */
  readonly folder: string;
  readonly all: readonly Migration[];
  /** Those of versions that are not frozen. */
  readonly pending: readonly Migration[];
}

export async function repositoryMigrations(root: string): Promise<RepositoryMigrations> {
  const folder = join(root, migrationsFolder);
  const all = await readMigrations(folder, { mayBeEmpty: true });
  const frozen = frozenVersions(root);
  return { folder, all, pending: all.filter(({ version }) => !frozen.includes(version)) };
}
