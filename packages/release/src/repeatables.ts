import { join } from 'node:path';
import type { RepeatableDigest } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { sha256 } from '@schema-service/publication';
import { migrationsFolder, repeatableFolder } from '@schema-service/repository';
import { readFileIfThere, readFolderIfThere } from './files/read-files.ts';
import type { ReadRelease } from './read-releases.ts';

/** A script in work that databases run again when it changes. */
export interface WorkRepeatable extends RepeatableDigest {
  readonly content: Uint8Array;
}

/** What became of a repeatable script since the release before. */
export interface RepeatableChange {
  readonly name: string;
  readonly change: 'added' | 'changed' | 'removed';
}

/** The folder of the scripts that a version was released with. */
export const repeatablesOf = (version: string): string =>
  `${migrationsFolder}/${version}/${repeatableFolder}`;

/**
 * The scripts in work, by name.
 *
 * @throws SchemaServiceError RELEASE_MIGRATION_INVALID
 */
export async function readWorkRepeatables(root: string): Promise<readonly WorkRepeatable[]> {
  const folder = `${migrationsFolder}/${repeatableFolder}`;
  const entries = await readFolderIfThere(join(root, folder));
  const inner = entries.find((entry) => entry.isDirectory());
  if (inner) throw invalid(`${folder}/${inner.name}`, 'It is a folder, and would be passed over.');
  return Promise.all(
    entries
      .filter((entry) => entry.name.endsWith('.sql'))
      .map(async ({ name: file }) => {
        const name = file.slice(0, -'.sql'.length);
        const path = `${folder}/${file}`;
        if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name)) {
          throw invalid(path, 'Its name is not made of letters, digits, _, . and -.');
        }
        const content = await readFileIfThere(join(root, path));
        if (!content?.length) throw invalid(path, 'It is empty.');
        return { name, digest: sha256(content), content };
      }),
  );
}

/** The scripts of a release: its own, or where it has no migrations those of the one that it was built on. */
export function releasedRepeatables(
  release: Pick<ReadRelease, 'metadata' | 'builtOn'> | undefined,
): readonly RepeatableDigest[] {
  if (release === undefined) return [];
  const { migrations, repeatables = [] } = release.metadata;
  return migrations.length > 0 ? repeatables : releasedRepeatables(release.builtOn);
}

/** What is another in the one than in the other, by name. Pure. */
export function repeatableChanges(
  before: readonly RepeatableDigest[],
  after: readonly RepeatableDigest[],
): readonly RepeatableChange[] {
  const [was, is] = [byName(before), byName(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((name): RepeatableChange[] => {
    if (was.get(name) === is.get(name)) return [];
    const change = !was.has(name) ? 'added' : is.has(name) ? 'changed' : 'removed';
    return [{ name, change }];
  });
}

const byName = (scripts: readonly RepeatableDigest[]): ReadonlyMap<string, string> =>
  new Map(scripts.map(({ name, digest }) => [name, digest]));

function invalid(path: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_MIGRATION_INVALID',
    message: `${path}: ${why}`,
    why: 'Scripts that run again lie beside each other.',
    fix: `Name it like ${migrationsFolder}/${repeatableFolder}/reviews_view.sql, or delete it.`,
    meta: { file: path },
  });
}
