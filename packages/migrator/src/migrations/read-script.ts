import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { SchemaServiceError } from '@schema-service/errors';
import { refuseBrokenLink } from './folder-entries.ts';
import type { MigrationScript } from './migration.ts';

// Fatal, because a wrong byte would be written into the database as U+FFFD. Strips a byte order mark.
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a script; `undefined` when there is no such file.
 *
 * @throws SchemaServiceError MIGRATION_FILE_UNREADABLE, MIGRATION_FILE_ENCODING
 */
export function readScript(directory: string, path: string): MigrationScript | undefined {
  const bytes = readBytes(directory, path);
  if (!bytes) return undefined;
  const checksum = hash('sha256', bytes);
  return { kind: 'migrationScript', path, sql: decode(bytes, path), checksum };
}

function readBytes(directory: string, path: string): Buffer | undefined {
  const file = `${directory}/${path}`;
  // Most migrations of a long history may have no down; an exception for each is slow.
  if (!existsSync(file)) {
    refuseBrokenLink(file);
    return undefined;
  }
  try {
    return readFileSync(file);
  } catch (cause) {
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

function decode(bytes: Buffer, path: string): string {
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    throw encodingError(path, `It has a NUL byte at offset ${nul}, which PostgreSQL cannot store.`);
  }
  try {
    return utf8.decode(bytes);
  } catch {
    throw encodingError(path, 'It is not UTF-8.');
  }
}

function encodingError(path: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_FILE_ENCODING',
    message: `${path} is not a text that PostgreSQL can run.`,
    why,
    fix: 'Save the file as UTF-8 text.',
    meta: { path },
  });
}
