import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { listFolder } from '../migrations/folder-entries.ts';
import { HOOKS_FOLDER } from '../migrations/folder-names.ts';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { readScript } from '../migrations/read-migrations.ts';
import { analyzeScript, type ScriptAnalysis } from '../sql/analyze-script.ts';

const NAMES = ['before-all', 'before-each', 'after-each', 'after-all'] as const;

/** When a hook runs: around a run that has something to do, or around each of its migrations. */
export type HookName = (typeof NAMES)[number];

/** A script of the operator's around migrations. It is no part of the history. */
export interface Hook {
  readonly kind: 'hook';
  readonly name: HookName;
  readonly script: MigrationScript;
  readonly analysis: ScriptAnalysis;
}

export type Hooks = Readonly<Partial<Record<HookName, Hook>>>;

/**
 * Reads `hooks/*.sql` below the folder of migrations; released migrations have none.
 *
 * @throws SchemaServiceError MIGRATION_HOOK_INVALID, MIGRATION_FILE_UNREADABLE, MIGRATION_FILE_ENCODING, and what
 *   {@link analyzeScript} refuses
 */
export function readHooks(migrations: string | readonly Migration[]): Hooks {
  if (typeof migrations !== 'string') return {};
  const folder = join(migrations, HOOKS_FOLDER);
  if (!existsSync(folder)) return {};
  const { folders, files } = listFolder(folder);
  const [inner] = folders;
  if (inner !== undefined) throw invalid(`${HOOKS_FOLDER}/${inner}`, 'is a folder.');
  const hooks = files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => readHook(migrations, file));
  return Object.fromEntries(hooks.map((hook) => [hook.name, hook]));
}

function readHook(directory: string, file: string): Hook {
  const path = `${HOOKS_FOLDER}/${file}`;
  const name = NAMES.find((known) => file === `${known}.sql`);
  if (name === undefined) throw invalid(path, 'is no hook.');
  const script = readScript(directory, path);
  if (!script || script.sql.trim() === '') throw invalid(path, 'is empty.');
  const analysis = analyzeScript(script);
  const { batches, transactional } = analysis.header;
  if (batches) throw invalid(path, 'has the header batches.');
  // It is in the transaction of the migration.
  if (!transactional && name.endsWith('each'))
    throw invalid(path, 'has the header no-transaction.');
  return { kind: 'hook', name, script, analysis };
}

function invalid(path: string, what: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_HOOK_INVALID',
    message: `${path} ${what}`,
    fix: `There are: ${NAMES.map((name) => `${HOOKS_FOLDER}/${name}.sql`).join(', ')}; the first and the last may say no-transaction.`,
    meta: { path },
  });
}
