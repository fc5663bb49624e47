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
  /** The last released version that has migrations on this line: the last release, or one before it. */
  readonly releasedTo: string | undefined;
  /** Those of hotfixes of older lines that apply there, and that no release on this line has yet. */
  readonly hotfixes: readonly Migration[];
}

export async function repositoryMigrations(root: string): Promise<RepositoryMigrations> {
  const folder = join(root, migrationsFolder);
  const all = await readMigrations(folder, { mayBeEmpty: true });
  const frozen = frozenVersions(root);
  const pending = all.filter(({ version }) => !frozen.includes(version));
  const releasedTo = all.findLast((one) => !pending.includes(one))?.version;
  return { folder, all, pending, releasedTo, hotfixes: hotfixesAt(all, releasedTo) };
}

/** The migrations of hotfixes that apply to a version, and that it was released without. */
export const hotfixesAt = (
  migrations: readonly Migration[],
  version: string | undefined,
): readonly Migration[] =>
  version === undefined
    ? []
    : migrations.filter(({ hotfix }) => hotfix?.appliesTo.includes(version));
