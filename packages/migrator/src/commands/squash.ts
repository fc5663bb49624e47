import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';
import { databaseError } from '../connection/database-error.ts';
import { openSession, type Session } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import { compareVersions } from '../migrations/version.ts';
import { knownVersion } from '../plan/plan-migrations.ts';
import { readSetting, type ScratchSetting } from '../scratch/structure-of-migrations.ts';
import {
  type ChangingColumn,
  changingColumns,
  createBench,
  describeMadeDifferences,
  type MadeDatabase,
  type MakingOutcome,
  makeDatabase,
} from '../squash/made-database.ts';
import { MOST_ROWS } from '../squash/read-rows.ts';
import {
  describeUncarried,
  findOfTheMoment,
  findOfTheServer,
  isAboutRights,
  type PlacedStatement,
  placeOf,
  scriptStatements,
  type Uncarried,
  withoutStatements,
  writersOf,
} from '../squash/script-statements.ts';
import {
  recordText,
  SQUASH_FILE,
  SQUASH_SCRIPT,
  type SquashRecord,
  sealed,
} from '../squash/squash-file.ts';
import { squashText } from '../squash/squash-script.ts';
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

/** A squashed script as the only migration of a folder. */
function asMigration(version: string, sql: string): Migration {
  const up = { kind: 'migrationScript', path: SQUASH_SCRIPT, sql, checksum: hash('sha256', sql) };
  return { kind: 'migration', id: '001_squash', version, sequence: 1, up } as Migration;
}

interface Proven {
  readonly sql: string;
  readonly made: MadeDatabase;
  readonly defaults: readonly string[];
}

async function proveSquash(
  server: Session,
  migrations: readonly Migration[],
  { version, setting }: { readonly version: string; readonly setting: ScratchSetting },
): Promise<Proven> {
  const statements = scriptStatements(migrations);
  await using bench = createBench(server);
  const made = wasMade(await tried(makeDatabase(bench, migrations, setting)));
  const { script, rows } = made;
  const changing =
    rows.tables.length > 0
      ? changingColumns(rows, wasMade(await makeDatabase(bench, migrations, setting)).rows)
      : [];
  const places = statements.map(({ place }) => place);
  const uncarried = [
    ...findOfTheServer(statements),
    ...findUncarried(made, statements),
    ...findChanging(changing, statements),
    ...findOfTheMoment(
      statements,
      rows.tables.map(({ name }) => name),
    ),
  ];
  const at = ({ place }: Uncarried): number => (place === null ? -1 : places.indexOf(place));
  refuse(uncarried.toSorted((a, b) => at(a) - at(b)));

  const defaults = (changing ?? []).map(({ name }) => name);
  const parts = { version, script, rows, defaults };
  const withoutRights = asMigration(version, squashText({ ...parts, rights: [] }));
  const rights: string[] = [];
  const proof = wasMade(
    await makeDatabase(bench, [withoutRights], setting, async (client) => {
      rights.push(...(await giveRights(client, statements, setting)));
    }),
  );
  const differences = describeMadeDifferences(made, proof, defaults);
  refuse(differences.map((why) => ({ place: null, why })));
  return { sql: squashText({ ...parts, rights }), made, defaults };
}

/** Columns that cannot be written, nor be left to a default. */
function findChanging(
  changing: readonly ChangingColumn[] | null,
  statements: readonly PlacedStatement[],
): readonly Uncarried[] {
  if (changing === null) {
    return [{ place: null, why: 'The scripts make other rows each time that they run.' }];
  }
  return changing
    .filter(({ hasDefault }) => !hasDefault)
    .map(({ name, table }) => ({
      place: writersOf(statements, table)[0]?.place ?? null,
      why: `${name} has another value each time that the scripts run, and no default to make it.`,
    }));
}

/** The statements about rights that are about something which is there in the end; they have run. */
async function giveRights(
  client: Client,
  statements: readonly PlacedStatement[],
  { searchPath }: ScratchSetting,
): Promise<readonly string[]> {
  const kept: string[] = [];
  await client.query(`SET search_path = ${searchPath}`);
  for (const { text } of statements.filter(({ words }) => isAboutRights(words))) {
    await client.query('SAVEPOINT rights');
    const isPossible = await client.query(text).then(
      () => true,
      () => false,
    );
    await client.query(isPossible ? 'RELEASE rights' : 'ROLLBACK TO rights; RELEASE rights');
    if (isPossible) kept.push(text);
  }
  return kept;
}

/** What was made, and no script of ours makes. */
function findUncarried(
  { script, rows, skipped }: MadeDatabase,
  statements: readonly PlacedStatement[],
): readonly Uncarried[] {
  const rowCount = rows.tables.reduce((count, table) => count + table.rows.length, 0);
  const many = rows.tables.find((table) => table.rows.length > MOST_ROWS) ?? rows.tables[0];
  return [
    ...skipped.map(({ path, line, message }) => ({
      place: `${path}:${line}`,
      why: `it does not run in a scratch database on this server: ${message}.`,
    })),
    ...script.unwritten
      .filter(({ kind }) => kind !== 'privileges' && kind !== 'default privileges')
      .map(({ kind, name }) => ({
        place: placeOf(statements, name),
        why: `${kind} ${name} cannot be written.`,
      })),
    ...(rows.largeObjects > 0
      ? [{ place: placeOf(statements, 'lo_create'), why: 'large objects cannot be written.' }]
      : []),
    ...(rowCount > MOST_ROWS
      ? [
          {
            place: writersOf(statements, many?.name ?? '')[0]?.place ?? null,
            why: `more than ${MOST_ROWS} rows are made, which is no reference data.`,
          },
        ]
      : []),
  ];
}

async function tried(making: Promise<MakingOutcome>): Promise<MakingOutcome> {
  try {
    return await making;
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    throw new SchemaServiceError(
      {
        code: 'MIGRATION_SQUASH_REFUSED',
        message: 'What the scripts make cannot be tried on this server. Nothing was written.',
        why: `It takes empty databases for a moment: ${error instanceof Error ? error.message : String(error)}`,
        fix: 'Give a server on which you may make databases, a local one for example: --database-url postgresql://... Or once, as its owner: ALTER ROLE <user> CREATEDB',
      },
      { cause: error },
    );
  }
}

const isNotAllowed = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42501';

function wasMade(outcome: MakingOutcome): MadeDatabase {
  if (outcome.kind === 'made') return outcome;
  const { path, failure } = outcome;
  const { message, sqlState, line } = failure;
  const state = sqlState ? ` (SQLSTATE ${sqlState})` : '';
  const place = line === undefined ? path : `${path}:${line}`;
  throw refused([{ place, why: `it does not run on an empty database: ${message}${state}` }]);
}

function refuse(found: readonly Uncarried[]): void {
  if (found.length > 0) throw refused(found);
}

function refused(found: readonly Uncarried[]): SchemaServiceError {
  const place = found.find((one) => one.place !== null)?.place;
  const leave = place
    ? `To do without: --leave-out ${place}, and see to it in each new database by other means, such as hooks/before-all.sql or repeatable/*.sql.`
    : 'Squash a lower version, or leave out what makes the difference: --leave-out 1.0.0/001_init/up.sql:3';
  return new SchemaServiceError({
    code: 'MIGRATION_SQUASH_REFUSED',
    message: found.map(describeUncarried).join('\n'),
    why: 'A new database would not be what the scripts make one by one. Nothing was written.',
    fix: leave,
    meta: { found },
  });
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
