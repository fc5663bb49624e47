import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import { compareVersions } from '../migrations/version.ts';
import { knownVersion } from '../plan/plan-migrations.ts';
import { readSetting } from '../scratch/structure-of-migrations.ts';
import { asMigration, proveSquash, refused } from '../squash/prove-squash.ts';
import { scriptStatements, withoutStatements } from '../squash/script-statements.ts';
import {
  recordText,
  SQUASH_FILE,
  SQUASH_SCRIPT,
  type SquashRecord,
  sealed,
} from '../squash/squash-file.ts';
import { findSquash } from '../squash/with-squash.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import type { DatabaseOptions } from './migrate-options.ts';

/** Which migrations to squash, and where to try it. */
export interface SquashOptions extends Pick<DatabaseOptions, 'connection'> {
  /** The folder of migrations. */
  readonly migrations: string;
  /** The version that a new database begins at. */
  readonly version: string;
  /** Statements that the script does not stand for, each by its place: `1.0.0/001_init/up.sql:3`. */
  readonly leaveOut?: readonly string[];
  /** Makes it and proves it, and writes no file. */
  readonly dryRun?: boolean;
}

/** What was squashed. */
export interface SquashResult extends Omit<SquashRecord, 'kind' | 'formatVersion' | 'digest'> {
  readonly kind: 'squashResult';
  /** Where the script lies. */
  readonly path: string;
  readonly statements: number;
  /** Rows that it inserts, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** The script itself. */
  readonly sql: string;
}

/**
 * Makes one script of all that the migrations up to a version make: structure, rights, and the rows that they insert. It is written once
 * it is proven: the migrations and the script run in scratch databases on the server, and both are compared. The database of the
 * connection is left as it is.
 *
 * @throws SchemaServiceError MIGRATION_SQUASH_REFUSED for what the script cannot stand for, MIGRATION_VERSION_UNKNOWN
 */
export async function squash(options: SquashOptions): Promise<SquashResult> {
  const { version, migrations: directory, leaveOut = [], dryRun = false } = options;
  const all = await readMigrations(directory, { to: version });
  knownVersion(all, { direction: 'up', to: version });
  const files = all.filter((one) => compareVersions(one.version, version) <= 0);
  try {
    await using server = await openSession(options.connection, ledgerOf({}));
    const setting = await readSetting(server);
    const earlier = earlierSquash(files);
    const { migrations, unknown } = withoutStatements(earlier?.migrations ?? files, leaveOut);
    if (unknown.length > 0) throw noStatement(unknown);
    const { sql, made, defaults } = await proveSquash(server, migrations, { version, setting });
    const record = sealed({
      ...{ kind: 'migrationSquash', formatVersion: 1, version, script: hash('sha256', sql) },
      schemas: setting.schemas,
      serverMajor: made.structure.serverMajor,
      migrations: files.map(({ version: of, id, up, down, removedDown }) => ({
        ...{ version: of, id, up: up.checksum, down: down?.checksum ?? removedDown ?? null },
      })),
      leftOut: [...(earlier?.leftOut ?? []), ...leaveOut],
      defaults,
    });
    if (!dryRun) {
      writeFileSync(join(directory, SQUASH_SCRIPT), sql);
      writeFileSync(join(directory, SQUASH_FILE), recordText(record));
    }
    const { formatVersion: _, digest: __, ...result } = record;
    const tables = made.rows.tables.filter(({ isView }) => !isView);
    return {
      ...{ ...result, kind: 'squashResult', path: join(directory, SQUASH_SCRIPT), sql },
      statements: scriptStatements([asMigration(version, sql)]).length,
      rows: Object.fromEntries(tables.map(({ name, rows }) => [name, rows.length])),
    };
  } catch (error) {
    throw databaseError(error);
  }
}

/** Where scripts were removed when an earlier version was squashed, that one's script goes before those behind it. */
function earlierSquash(files: readonly Migration[]) {
  if (!files.some(({ isRemoved }) => isRemoved)) return undefined;
  const found = findSquash(files);
  const [problem] = found?.problems ?? [];
  if (!found || problem !== undefined) {
    throw refused([{ place: null, why: problem ?? `${SQUASH_SCRIPT} is not there.` }]);
  }
  const { squash: earlier, squashed } = found;
  const behind = files.filter((one) => !squashed.includes(one));
  const first = { ...asMigration(earlier.version, earlier.found.sql), up: earlier.found };
  return { migrations: [first, ...behind], leftOut: earlier.leftOut };
}

function noStatement(places: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_SQUASH_REFUSED',
    message: `No statement begins at ${places.join(', ')}.`,
    why: 'What is left out is named by its script in the folder of migrations and the line that it begins on.',
    fix: '--leave-out 1.0.0/001_init/up.sql:3',
    meta: { places },
  });
}
