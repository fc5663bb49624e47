import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';

/** A file of another tool. */
export interface SourceFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly folder: string;
  readonly name: string;
}

/**
 * Every file below a folder, by path.
 *
 * @throws SchemaServiceError MIGRATIONS_NOT_FOUND
 */
export function listFiles(folder: string): readonly SourceFile[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .sort()
      .map((path) => ({ path, folder: dirname(path), name: basename(path) }));
  } catch (cause) {
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

/** The text of a file as it is, without a byte order mark. */
export function readText(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8').replace(/^\ufeff/, '');
}
