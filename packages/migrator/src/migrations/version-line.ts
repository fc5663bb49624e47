import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { compareVersions, isVersion } from './version.ts';

/**
 * In a version's folder: the version that its migrations were written after, as `{"previous": "1.1.0"}`; null for none.
 * A release writes it, because of an old line: a 1.1.1 that was made after 2.0.0 stands below 2.0.0, which knows
 * nothing of it.
 */
export const PREVIOUS_FILE = 'previous.json';

/**
 * The versions that lead to one, lowest first: it, the one that it was written after, and so on. Others are on
 * another line: their migrations are for databases that stay there. A version that does not say what it was
 * written after comes after the next lower one.
 *
 * @param versions lowest first
 * @throws SchemaServiceError MIGRATION_FILE_UNREADABLE
 */
export function versionLine(
  directory: string,
  versions: readonly string[],
  to: string | undefined,
): readonly string[] {
  const line: string[] = [];
  let version = to;
  while (version !== undefined) {
    line.unshift(version);
    const below = versions.slice(0, versions.indexOf(version));
    const previous = readPrevious(directory, version);
    // Releases without migrations have no folder here: the nearest one that has stands for them.
    version =
      previous === undefined
        ? below.at(-1)
        : below.findLast((other) => previous !== null && compareVersions(other, previous) <= 0);
  }
  return line;
}

function readPrevious(directory: string, version: string): string | null | undefined {
  const path = `${version}/${PREVIOUS_FILE}`;
  let problem: string;
  try {
    const { previous }: { readonly previous?: unknown } = JSON.parse(
      readFileSync(join(directory, path), 'utf8'),
    );
    if (previous === null) return null;
    if (typeof previous === 'string' && isVersion(previous)) return previous;
    problem = 'It does not say {"previous": "<version>"}.';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    problem = error instanceof Error ? error.message : String(error);
  }
  throw new SchemaServiceError({
    code: 'MIGRATION_FILE_UNREADABLE',
    message: `${path} cannot be read.`,
    why: problem,
    fix: 'Bring the file back as it was released.',
    meta: { path },
  });
}
