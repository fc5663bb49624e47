import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { codeOf } from '../connection/connection-error.ts';
import { refuseBrokenLink } from '../migrations/folder-entries.ts';
import type { DatabaseStructure } from './database-structure.ts';

/** Where a version's structure lies, relative to the folder of migrations. */
export const structurePath = (version: string): string => `${version}/structure.json`;

/** A structure as the text of its file: a line for each object, so that a diff of two shows what changed. */
export function structureText({ objects, ...head }: DatabaseStructure): string {
  const lines = objects.map((object) => `    ${JSON.stringify(object)}`).join(',\n');
  const start = JSON.stringify(head, null, 2).slice(0, -2);
  return `${start},\n  "objects": [\n${lines}\n  ]\n}\n`;
}

/**
 * Reads the structure that a version's migrations make; `undefined` when the version has none.
 *
 * @throws SchemaServiceError MIGRATION_SNAPSHOT_INVALID, MIGRATION_FILE_UNREADABLE
 */
export function readStructureFile(
  directory: string,
  version: string,
): DatabaseStructure | undefined {
  const path = structurePath(version);
  const text = readText(directory, path);
  return text === undefined ? undefined : parseStructure(text, path);
}

/** @throws SchemaServiceError MIGRATION_SNAPSHOT_INVALID */
export function parseStructure(text: string, path: string): DatabaseStructure {
  try {
    const value: unknown = JSON.parse(text);
    if (isStructure(value)) return value;
  } catch {
    // Refused below, like any other text that is no structure.
  }
  throw new SchemaServiceError({
    code: 'MIGRATION_SNAPSHOT_INVALID',
    message: `${path} is no structure that this migrator can read.`,
    why: 'It was edited, or written by a newer migrator.',
    fix: `Bring the file back as it was released, or make it anew: schema-migrator snapshot`,
    meta: { path },
  });
}

function readText(directory: string, path: string): string | undefined {
  try {
    return readFileSync(join(directory, path), 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') {
      refuseBrokenLink(join(directory, path));
      return undefined;
    }
    throw new SchemaServiceError(
      {
        code: 'MIGRATION_FILE_UNREADABLE',
        message: `${path} cannot be read.`,
        why: cause instanceof Error ? cause.message : String(cause),
        meta: { path },
      },
      { cause },
    );
  }
}

/** The file is ours and a release holds its digest, so the outline is enough. */
function isStructure(value: unknown): value is DatabaseStructure {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, formatVersion, serverMajor, objects } = value as Partial<DatabaseStructure>;
  return (
    kind === 'databaseStructure' &&
    (formatVersion === 1 || formatVersion === 2) &&
    typeof serverMajor === 'number' &&
    Array.isArray(objects) &&
    objects.every(({ name, properties }) => typeof name === 'string' && Boolean(properties))
  );
}
