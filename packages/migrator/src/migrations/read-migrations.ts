import { hash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { SchemaServiceError } from '@schema-service/errors';
import { readPhase } from '@schema-service/postgres-sql';
import { readSquash } from '../squash/squash-file.ts';
import { withSquash } from '../squash/with-squash.ts';
import { refuseBrokenLink } from './folder-entries.ts';
import type { Migration, MigrationScript } from './migration.ts';
import {
  type FolderOptions,
  listMigrationFolders,
  type MigrationFolder,
} from './migration-folder.ts';

/**
 * Reads every migration below `directory` in the order in which they run:
 * `<version>/<NNN_name>/up.sql`, with `down.sql` beside it where there is a way
 * back. The SQL itself is looked at when a plan needs it.
 *
 * @throws SchemaServiceError MIGRATIONS_NOT_FOUND, MIGRATION_NAME_INVALID, MIGRATION_DUPLICATE,
 *   MIGRATION_NUMBERING, MIGRATION_EMPTY, MIGRATION_FILE_UNREADABLE, MIGRATION_FILE_ENCODING
 */
export async function readMigrations(
  directory: string,
  options?: FolderOptions,
): Promise<readonly Migration[]> {
  // Synchronous reads: a thousand small files take half the time that they take through the thread pool.
  const squash = readSquash(directory, readScript);
  const squashed = squash && new Set(squash.migrations.map(({ version }) => version));
  const listed = listMigrationFolders(directory, { ...options, ...(squashed ? { squashed } : {}) });
  const files = listed.map((folder) => readMigration(directory, folder));
  return squash ? withSquash(directory, files, squash) : files;
}

/**
 * The migrations of a folder, or those that were read already.
 *
 * @throws SchemaServiceError what {@link readMigrations} refuses
 */
export async function loadMigrations(
  migrations: string | readonly Migration[],
  options?: FolderOptions,
): Promise<readonly Migration[]> {
  return typeof migrations === 'string' ? readMigrations(migrations, options) : migrations;
}

function readMigration(directory: string, folder: MigrationFolder): Migration {
  return migrationOf(folder, (path) => readBytes(directory, path));
}

/**
 * A migration of the bytes of its files, wherever they are; `undefined` for one that is not there.
 *
 * @throws SchemaServiceError MIGRATION_EMPTY, MIGRATION_FILE_ENCODING
 */
export function migrationOf(
  folder: Omit<MigrationFolder, 'kind'>,
  bytesOf: (path: string) => Uint8Array | undefined,
): Migration {
  const { id, version, sequence, path, hotfix } = folder;
  const read = (file: string): MigrationScript | undefined => {
    const bytes = bytesOf(`${path}/${file}`);
    return bytes && scriptOf(`${path}/${file}`, bytes);
  };
  const up = read('up.sql');
  const down = read('down.sql');
  if (!up) throw emptyError(`${path}/up.sql`, 'is missing');
  for (const script of [up, down]) {
    if (script?.sql.trim() === '') throw emptyError(script.path, 'is empty');
  }
  const optional = {
    ...(hotfix ? { hotfix } : {}),
    ...readPhase(up.sql),
    ...(down ? { down } : {}),
  };
  return { kind: 'migration', id, version, sequence, up, ...optional };
}

/**
 * One script of the folder of migrations; `undefined` where there is none.
 *
 * @throws SchemaServiceError MIGRATION_FILE_UNREADABLE, MIGRATION_FILE_ENCODING
 */
export function readScript(directory: string, path: string): MigrationScript | undefined {
  const bytes = readBytes(directory, path);
  return bytes && scriptOf(path, bytes);
}

function emptyError(path: string, what: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_EMPTY',
    message: `${path} ${what}.`,
    why: 'A released migration is never edited, so an empty one could not be filled in later.',
    fix: 'Write its SQL, or remove it.',
    meta: { path },
  });
}

// Fatal, because a wrong byte would be written into the database as U+FFFD. Strips a byte order mark.
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws SchemaServiceError MIGRATION_FILE_ENCODING */
export function scriptOf(path: string, bytes: Uint8Array): MigrationScript {
  return {
    kind: 'migrationScript',
    path,
    sql: decode(bytes, path),
    checksum: hash('sha256', bytes),
  };
}

/** @throws SchemaServiceError MIGRATION_FILE_UNREADABLE */
function readBytes(directory: string, path: string): Buffer | undefined {
  const file = `${directory}/${path}`;
  // Most migrations of a long history may have no down; an exception for each is slow.
  if (!existsSync(file)) {
    refuseBrokenLink(file);
    return undefined;
  }
  try {
    // A pipe would be waited for.
    if (!statSync(file).isFile()) throw new Error('It is no file.');
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

function decode(bytes: Uint8Array, path: string): string {
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
