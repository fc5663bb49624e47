import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { compareText } from './sorted-by.ts';

/** One `.prisma` file of a schema, as read. */
export interface SchemaSource {
  /** Shown in errors: relative to where the user stands. */
  readonly path: string;
  readonly content: string;
}

/** Folders at the top of a schema folder that hold other things: frozen releases and SQL. */
const notSources: readonly string[] = ['versions', 'migrations'];

/**
 * Reads a schema from disk: one `.prisma` file, or all `*.prisma` files of a
 * folder and the folders in it, sorted by path. `versions/` and `migrations/`
 * at the folder's top are left out. Paths are given back as they were asked for.
 *
 * @throws SchemaServiceError `SCHEMA_NOT_FOUND`: nothing there, or no `.prisma` file.
 */
export async function loadSchemaSources(path: string): Promise<readonly SchemaSource[]> {
  const paths = await schemaFiles(path);
  return Promise.all(
    paths.map(async (file) => ({ path: file, content: await readFile(file, 'utf8') })),
  );
}

async function schemaFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw notFound(path, 'There is no such file or folder.');
  if (!found.isDirectory()) {
    if (path.endsWith('.prisma')) return [path];
    throw notFound(path, 'It is a file whose name does not end in .prisma.');
  }
  const entries = await readdir(path, { recursive: true });
  const files = entries
    .map((entry) => entry.replaceAll('\\', '/'))
    .filter(isSchemaSource)
    .toSorted(compareText);
  if (files.length === 0) throw notFound(path, 'The folder holds no *.prisma file.');
  return files.map((file) => join(path, file));
}

/** Whether a file of a schema folder, by its path in it, is a part of the schema. */
export function isSchemaSource(entry: string): boolean {
  return entry.endsWith('.prisma') && !notSources.includes(topFolder(entry));
}

function topFolder(entry: string): string {
  return entry.includes('/') ? (entry.split('/', 1)[0] ?? '') : '';
}

function notFound(path: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'SCHEMA_NOT_FOUND',
    message: `No schema found at ${path}.`,
    why,
    fix: 'Name a .prisma file, or a folder with *.prisma files outside versions/ and migrations/.',
    meta: { path },
  });
}
