import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
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
  const checksum = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'migrationScript', path, sql: decode(bytes, path), checksum };
}

function readBytes(directory: string, path: string): Buffer | undefined {
  try {
    return readFileSync(join(directory, path));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
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
