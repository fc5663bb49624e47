import { readFileSync, realpathSync } from 'node:fs';
import { join, posix } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { listFolder } from '../migrations/folder-entries.ts';

/** A file of another tool. */
export interface SourceFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly folder: string;
  readonly name: string;
}

/**
 * Every file below a folder, by path. Links are followed, and hidden names left out.
 *
 * @throws SchemaServiceError MIGRATIONS_NOT_FOUND, MIGRATION_FILE_UNREADABLE
 */
export function listFiles(folder: string): readonly SourceFile[] {
  try {
    return filesBelow(folder, '')
      .sort()
      .map((path) => ({ path, folder: posix.dirname(path), name: posix.basename(path) }));
  } catch (cause) {
    if (cause instanceof SchemaServiceError) throw cause;
    throw new SchemaServiceError(
      {
        code: 'MIGRATIONS_NOT_FOUND',
        message: `The folder to import cannot be read: ${folder}`,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Give the folder that the other tool reads its migrations from.',
      },
      { cause },
    );
  }
}

/** `above` holds the real folders on the way down: a link may lead back up. */
function filesBelow(root: string, path: string, above: readonly string[] = []): string[] {
  const real = realpathSync(join(root, path));
  if (above.includes(real)) return [];
  const { folders, files } = listFolder(real);
  return [
    ...files.map((name) => posix.join(path, name)),
    ...folders.flatMap((name) => filesBelow(root, posix.join(path, name), [...above, real])),
  ];
}

/** The text of a file as it is, without a byte order mark. */
export function readText(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8').replace(/^\ufeff/, '');
}
