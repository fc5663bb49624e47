import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { listFolder } from '../migrations/folder-entries.ts';
import { REPEATABLE_FOLDER, versionsIn } from '../migrations/folder-names.ts';
import type { MigrationScript } from '../migrations/migration.ts';
import { readScript } from '../migrations/read-migrations.ts';
import { compareVersions } from '../migrations/version.ts';
import { analyzeScript, type ScriptAnalysis } from '../sql/analyze-script.ts';

/** A script that is run again whenever it changes: a view, a function, grants. */
export interface Repeatable {
  readonly kind: 'repeatable';
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly script: MigrationScript;
  readonly analysis: ScriptAnalysis;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/**
 * Reads `repeatable/*.sql` below the folder of migrations, in the order of their
 * names. They are what the highest version has, so there are none for a run to
 * another one.
 *
 * @throws SchemaServiceError MIGRATION_REPEATABLE_INVALID, MIGRATION_FILE_UNREADABLE, MIGRATION_FILE_ENCODING, and what
 *   {@link analyzeScript} refuses
 */
export function readRepeatables(directory: string, to?: string): readonly Repeatable[] {
  const folder = join(directory, REPEATABLE_FOLDER);
  if (!existsSync(folder)) return [];
  const highest = [...versionsIn(listFolder(directory))].sort(compareVersions).at(-1);
  if (highest === undefined || (to !== undefined && to !== highest)) return [];
  const { folders, files } = listFolder(folder);
  const [inner] = folders;
  if (inner !== undefined) {
    throw invalid(`${REPEATABLE_FOLDER}/${inner}`, 'is a folder, and would be passed over.');
  }
  return files
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readRepeatable(directory, file.slice(0, -'.sql'.length)));
}

function readRepeatable(directory: string, name: string): Repeatable {
  const path = `${REPEATABLE_FOLDER}/${name}.sql`;
  if (!NAME.test(name))
    throw invalid(path, 'has a name that is not made of letters, digits, _, . and -.');
  const script = readScript(directory, path);
  if (!script || script.sql.trim() === '') throw invalid(path, 'is empty.');
  const analysis = analyzeScript(script);
  const { header } = analysis;
  if (!header.transactional || header.rollback !== undefined) {
    const which = header.batches ? 'batches' : header.transactional ? 'rollback' : 'no-transaction';
    throw invalid(path, `has the header ${which}.`);
  }
  return { kind: 'repeatable', name, script, analysis };
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
