import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';

/** Files that many projects have: theirs stays. */
const leftAlone: readonly string[] = [
  'package.json',
  'pnpm-workspace.yaml',
  '.gitignore',
  '.gitattributes',
  'README.md',
];

export interface Installed {
  /** Relative to the folder. */
  readonly written: readonly string[];
  /** What was there already and stays as it is. */
  readonly left: readonly string[];
}

/**
 * Brings a repository that was made in a staging folder to its place. Either all
 * of it comes there or nothing; no file that is there is touched.
 *
 * @throws SchemaServiceError `REPOSITORY_NOT_EMPTY`
 */
export async function installStaging(staging: string, folder: string): Promise<Installed> {
  const entries = await readdir(staging, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(staging.length + 1))
    .toSorted();
  const taken = files.filter((file) => existsSync(join(folder, file)));
  const inTheWay = taken.filter((file) => !leftAlone.includes(file));
  if (inTheWay.length > 0) throw notEmpty(folder, inTheWay);
  const written = files.filter((file) => !taken.includes(file));
  const moved: string[] = [];
  try {
    for (const file of written) {
      const made = await mkdir(dirname(join(folder, file)), { recursive: true });
      if (made !== undefined) moved.push(made);
      await rename(join(staging, file), join(folder, file));
      moved.push(join(folder, file));
    }
  } catch (error) {
    for (const path of moved) await rm(path, { recursive: true, force: true });
    throw error;
  }
  return { written, left: taken };
}

function notEmpty(folder: string, files: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REPOSITORY_NOT_EMPTY',
    message: [`${folder} has files already that a repository needs:`, ...files].join('\n  '),
    why: 'No file of yours is overwritten.',
    fix: 'Move them away, or choose another folder: schemactl init FOLDER',
    meta: { files },
  });
}
