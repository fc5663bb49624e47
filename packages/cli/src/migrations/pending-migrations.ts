import { join } from 'node:path';
import {
  type Migration,
  readMigrations,
  readRepeatables,
  repeatableFiles,
} from '@schema-service/migrator';
import { frozenVersions, migrationsFolder, repeatableFolder } from '@schema-service/repository';

/** The migrations of a repository, in order. */
export interface RepositoryMigrations {
  /** The folder that they are in. */
  readonly folder: string;
  readonly all: readonly Migration[];
  /** Those of versions that are not frozen. */
  readonly pending: readonly Migration[];
  /** The last released version that has migrations on this line: the last release, or one before it. */
  readonly releasedTo: string | undefined;
  /** The scripts that run again when they change, and are not what that version has, by path from the root. */
  readonly changedRepeatables: readonly string[];
  /** Those of hotfixes of older lines that apply there, and that no release on this line has yet. */
  readonly hotfixes: readonly Migration[];
}

export async function repositoryMigrations(root: string): Promise<RepositoryMigrations> {
  const folder = join(root, migrationsFolder);
  const all = await readMigrations(folder, { mayBeEmpty: true });
  const frozen = frozenVersions(root);
  const pending = all.filter(({ version }) => !frozen.includes(version));
  const releasedTo = all.findLast((one) => !pending.includes(one))?.version;
  const changedRepeatables = changedScripts(folder, releasedTo);
  const hotfixes = hotfixesAt(all, releasedTo);
  return { folder, all, pending, releasedTo, changedRepeatables, hotfixes };
}

function changedScripts(folder: string, releasedTo: string | undefined): readonly string[] {
  const source = { migrations: folder };
  const before = releasedTo === undefined ? [] : repeatableFiles(source, releasedTo, 'down');
  const [was, is] = [before, readRepeatables(folder)].map(
    (files) => new Map(files.map(({ name, script }) => [name, script.checksum])),
  );
  return [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])]
    .filter((name) => was?.get(name) !== is?.get(name))
    .sort()
    .map((name) => `${migrationsFolder}/${repeatableFolder}/${name}.sql`);
}

/** The migrations of hotfixes that apply to a version, and that it was released without. */
export const hotfixesAt = (
  migrations: readonly Migration[],
  version: string | undefined,
): readonly Migration[] =>
  version === undefined
    ? []
    : migrations.filter(({ hotfix }) => hotfix?.appliesTo.includes(version));
