import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { changesetsFolder } from '@schema-service/repository';
import type { Changeset } from './changeset.ts';
import { changesIn, withoutComments } from './changeset-text.ts';

/**
 * The changesets of the repository at `root`, by id; none where it has no
 * `.changeset/`.
 *
 * @throws SchemaServiceError CHANGESET_INVALID, naming the file
 */
export async function readChangesets(root: string): Promise<readonly Changeset[]> {
  const folder = join(root, changesetsFolder);
  if (!existsSync(folder)) return [];
  // Loaded here, because those who only read releases need nothing of it.
  const changesets = await import('@changesets/read');
  try {
    const read = await changesets.readChangesets(root);
    return read
      .map(
        ({ id, summary, releases }): Changeset => ({
          kind: 'changeset',
          id,
          summary: withoutComments(summary),
          changes: changesIn(summary),
          bumps: new Map(releases.map(({ name, type }) => [name, type])),
        }),
      )
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  } catch (cause) {
    throw (await findInvalid(folder)) ?? cause;
  }
}

/** The reader does not say which file it could not read. */
async function findInvalid(folder: string): Promise<SchemaServiceError | undefined> {
  const { parseChangesetFile } = await import('@changesets/parse');
  for (const name of (await readdir(folder)).toSorted()) {
    if (!name.endsWith('.md') || /^readme\.md$/i.test(name)) continue;
    const text = await readFile(join(folder, name), 'utf8');
    try {
      parseChangesetFile(text);
    } catch (cause) {
      const [why = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
      return invalid(`.changeset/${name}`, why.replace(/^could not parse changeset - /, ''), cause);
    }
  }
  return undefined;
}

function invalid(file: string, why: string, cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'CHANGESET_INVALID',
      message: `${file} does not read as a changeset.`,
      why,
      fix: 'Between two lines of ---, name packages with their bumps: "@org/db-client": minor',
      meta: { file },
    },
    { cause },
  );
}
