import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { listFolder } from '../migrations/folder-entries.ts';
import { REPEATABLE_FOLDER, versionsIn } from '../migrations/folder-names.ts';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { readScript, scriptOf } from '../migrations/read-migrations.ts';
import { compareVersions } from '../migrations/version.ts';
import { analyzeScript, type ScriptAnalysis } from '../sql/analyze-script.ts';

/** A repeatable script as it was read. */
export interface RepeatableFile {
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly script: MigrationScript;
}

/** The repeatable scripts that each version was released with; none of a version without. */
export type RepeatableSets = ReadonlyMap<string, readonly RepeatableFile[]>;

/** A script that is run again whenever it changes: a view, a function, grants. */
export interface Repeatable extends RepeatableFile {
  readonly kind: 'repeatable';
  readonly analysis: ScriptAnalysis;
}

/** Where repeatable scripts are: in the folder of migrations, or beside migrations that were read already. */
export interface RepeatableSource {
  readonly migrations: string | readonly Migration[];
  /** Those of each version, with migrations that were read. */
  readonly repeatables?: RepeatableSets;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/**
 * The scripts of a version, in the order of their names: those that it was released with, in
 * `<version>/repeatable/`, or for an up to the highest version those in work, in `repeatable/`.
 *
 * @throws SchemaServiceError MIGRATION_REPEATABLE_INVALID, MIGRATION_FILE_UNREADABLE, MIGRATION_FILE_ENCODING
 */
export function repeatableFiles(
  { migrations, repeatables }: RepeatableSource,
  version: string | undefined,
  direction: 'up' | 'down',
): readonly RepeatableFile[] {
  if (typeof migrations !== 'string') {
    const own = version ?? migrations.at(-1)?.version;
    return (own === undefined ? undefined : repeatables?.get(own)) ?? [];
  }
  const highest = versionsOf(migrations).at(-1);
  const own = version ?? highest;
  if (own === undefined) return [];
  const isInWork = own === highest && direction === 'up';
  if (isInWork && existsSync(join(migrations, REPEATABLE_FOLDER))) {
    return readFiles(migrations, REPEATABLE_FOLDER);
  }
  return readFiles(migrations, `${own}/${REPEATABLE_FOLDER}`);
}

/** The scripts that a version was released with. */
export function releasedFiles(
  { migrations, repeatables }: RepeatableSource,
  version: string,
): readonly RepeatableFile[] {
  if (typeof migrations !== 'string') return repeatables?.get(version) ?? [];
  return readFiles(migrations, `${version}/${REPEATABLE_FOLDER}`);
}

/** The scripts of all versions, and those in work. */
export function allFiles({ migrations, repeatables }: RepeatableSource): readonly RepeatableFile[] {
  if (typeof migrations !== 'string') return [...(repeatables?.values() ?? [])].flat();
  const folders = versionsOf(migrations).map((version) => `${version}/${REPEATABLE_FOLDER}`);
  return [...folders, REPEATABLE_FOLDER].flatMap((folder) => readFiles(migrations, folder));
}

/**
 * The scripts in work: `repeatable/*.sql` below the folder of migrations.
 *
 * @throws SchemaServiceError MIGRATION_REPEATABLE_INVALID, MIGRATION_FILE_UNREADABLE, MIGRATION_FILE_ENCODING, and what
 *   {@link analyzeScript} refuses
 */
export const readRepeatables = (directory: string): readonly Repeatable[] =>
  readFiles(directory, REPEATABLE_FOLDER).map(analyzeRepeatable);

/** @throws SchemaServiceError MIGRATION_REPEATABLE_INVALID, and what {@link analyzeScript} refuses */
export function analyzeRepeatable({ name, script }: RepeatableFile): Repeatable {
  const analysis = analyzeScript(script);
  const { header } = analysis;
  if (!header.transactional || header.rollback !== undefined) {
    const which = header.batches ? 'batches' : header.transactional ? 'rollback' : 'no-transaction';
    throw invalid(script.path, `has the header ${which}.`);
  }
  return { kind: 'repeatable', name, script, analysis };
}

/** A script of a release, of its bytes. */
export const repeatableOf = (version: string, name: string, bytes: Uint8Array): RepeatableFile => ({
  name,
  script: scriptOf(`${version}/${REPEATABLE_FOLDER}/${name}.sql`, bytes),
});

const versionsOf = (directory: string): readonly string[] =>
  existsSync(directory) ? [...versionsIn(listFolder(directory))].sort(compareVersions) : [];

function readFiles(directory: string, folder: string): readonly RepeatableFile[] {
  if (!existsSync(join(directory, folder))) return [];
  const { folders, files } = listFolder(join(directory, folder));
  const [inner] = folders;
  if (inner !== undefined) {
    throw invalid(`${folder}/${inner}`, 'is a folder, and would be passed over.');
  }
  return files
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFile(directory, `${folder}/${file}`));
}

function readFile(directory: string, path: string): RepeatableFile {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.sql'.length);
  if (!NAME.test(name))
    throw invalid(path, 'has a name that is not made of letters, digits, _, . and -.');
  const script = readScript(directory, path);
  if (!script || script.sql.trim() === '') throw invalid(path, 'is empty.');
  return { name, script };
}

function invalid(path: string, what: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_REPEATABLE_INVALID',
    message: `${path} ${what}`,
    why: 'Repeatable scripts are files beside each other, and run together in one transaction whenever one of them changes.',
    fix: `Name it like ${REPEATABLE_FOLDER}/reviews_view.sql, with what may run again (CREATE OR REPLACE, GRANT). Anything else is a migration.`,
    meta: { path },
  });
}
