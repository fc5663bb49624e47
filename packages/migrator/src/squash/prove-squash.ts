import { hash } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';
import type { Session } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import type { ScratchSetting } from '../scratch/structure-of-migrations.ts';
import {
  type ChangingColumn,
  changingColumns,
  createBench,
  describeMadeDifferences,
  type MadeDatabase,
  type MakingOutcome,
  makeDatabase,
} from './made-database.ts';
import { MOST_ROWS } from './read-rows.ts';
import {
  describeUncarried,
  findOfTheMoment,
  findOfTheServer,
  isAboutRights,
  type PlacedStatement,
  placeOf,
  scriptStatements,
  type Uncarried,
  writersOf,
} from './script-statements.ts';
import { SQUASH_SCRIPT } from './squash-file.ts';
import { squashText } from './squash-script.ts';

/** A script that makes what the migrations make. */
export interface ProvenSquash {
  readonly sql: string;
  readonly made: MadeDatabase;
  readonly defaults: readonly string[];
}

/**
 * Runs the migrations in a scratch database on a server, writes a script of what they make, runs that one there, and compares.
 *
 * @throws SchemaServiceError MIGRATION_SQUASH_REFUSED
 */
export async function proveSquash(
  server: Session,
  migrations: readonly Migration[],
  { version, setting }: { readonly version: string; readonly setting: ScratchSetting },
): Promise<ProvenSquash> {
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

/** The refusal of a squashed script, with all that it does not stand for. */
export function refused(found: readonly Uncarried[]): SchemaServiceError {
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

/** A squashed script as the only migration of a folder. */
export function asMigration(version: string, sql: string): Migration {
  const up = { kind: 'migrationScript', path: SQUASH_SCRIPT, sql, checksum: hash('sha256', sql) };
  return { kind: 'migration', id: '001_squash', version, sequence: 1, up } as Migration;
}
