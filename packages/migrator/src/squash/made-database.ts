import type { Client } from 'pg';
import { compareStructures } from '../catalog/compare-structures.ts';
import type { DatabaseStructure } from '../catalog/database-structure.ts';
import { formatDifference } from '../catalog/format-difference.ts';
import { readStructure } from '../catalog/read-structure.ts';
import type { Session } from '../connection/session.ts';
import { type DatabaseScript, readDatabaseScript } from '../creation/database-script.ts';
import type { Migration } from '../migrations/migration.ts';
import { createScratchDatabase, type ScratchDatabase } from '../scratch/scratch-database.ts';
import {
  type ScratchSetting,
  type SkippedStatement,
  structureOfMigrations,
} from '../scratch/structure-of-migrations.ts';
import type { MigrationFailure } from '../tracking/applied-migration.ts';
import { type DatabaseRows, readRows, type TableRows } from './read-rows.ts';
import { isLeftToDefault } from './squash-script.ts';

/** All that scripts have made in an empty database. */
export interface MadeDatabase {
  readonly kind: 'made';
  readonly structure: DatabaseStructure;
  readonly script: DatabaseScript;
  readonly rows: DatabaseRows;
  readonly skipped: readonly SkippedStatement[];
}

export type MakingOutcome =
  | MadeDatabase
  | { readonly kind: 'failed'; readonly path: string; readonly failure: MigrationFailure };

/** A scratch database for one run after another, each in an empty one. */
export interface ScratchBench extends AsyncDisposable {
  readonly empty: () => Promise<ScratchDatabase>;
}

const MADE_SOMETHING = ['pg_class', 'pg_type', 'pg_proc', 'pg_namespace', 'pg_extension']
  .map((catalog) => `EXISTS (SELECT FROM pg_catalog.${catalog} WHERE oid >= 16384)`)
  .join(' OR ');

/** A bench on the server of a session. What a run makes is rolled back; where it had to commit there is another database. */
export function createBench(server: Session): ScratchBench {
  let scratch: ScratchDatabase | undefined;
  const dispose = async (): Promise<void> => {
    await scratch?.[Symbol.asyncDispose]();
    scratch = undefined;
  };
  const empty = async (): Promise<ScratchDatabase> => {
    if (scratch) {
      await scratch.client.query('ROLLBACK');
      await scratch.client.query('DISCARD ALL');
      const { rows } = await scratch.client.query<{ isUsed: boolean }>(
        `SELECT ${MADE_SOMETHING} AS "isUsed"`,
      );
      if (rows[0]?.isUsed) await dispose();
    }
    scratch ??= await createScratchDatabase(server);
    return scratch;
  };
  return { empty, [Symbol.asyncDispose]: dispose };
}

/** Runs scripts in a scratch database and reads what they make, behind what `then` does there. */
export async function makeDatabase(
  bench: ScratchBench,
  migrations: readonly Migration[],
  setting: ScratchSetting,
  then: (client: Client) => Promise<void> = async () => {},
): Promise<MakingOutcome> {
  const { client } = await bench.empty();
  const outcome = await structureOfMigrations(client, migrations, setting);
  if (outcome.kind === 'failed') return outcome;
  await then(client);
  const structure = await readStructure(client, { inTransaction: true });
  const rows = await readRows(client);
  const script = await readDatabaseScript(client, { makesRoles: false });
  return { ...outcome, structure, rows, script };
}

/**
 * Where two databases differ, a line each: structure, rights, order of columns and comments, rows but for the columns that are left to
 * their defaults, and where sequences stand. Pure.
 */
export function describeMadeDifferences(
  expected: MadeDatabase,
  actual: MadeDatabase,
  defaults: readonly string[],
): readonly string[] {
  const structure = compareStructures(expected.structure, actual.structure, {
    whole: true,
    rights: true,
  }).map(formatDifference);
  if (structure.length > 0) return structure;
  const statements = differingTexts(expected.script.statements, actual.script.statements);
  const left = new Set(defaults);
  return [...statements, ...differingRows(expected.rows, actual.rows, left)];
}

function differingTexts(expected: readonly string[], actual: readonly string[]): string[] {
  const [wanted, found] = [new Set(expected), new Set(actual)];
  return [
    ...expected.filter((text) => !found.has(text)).map((text) => `expected: ${text}`),
    ...actual.filter((text) => !wanted.has(text)).map((text) => `found:    ${text}`),
  ];
}

function differingRows(
  expected: DatabaseRows,
  actual: DatabaseRows,
  defaults: ReadonlySet<string>,
): string[] {
  const of = ({ tables, sequences }: DatabaseRows): ReadonlyMap<string, string> =>
    new Map([
      ...tables.map((table) => [`rows of ${table.name}`, textOf(table, defaults)] as const),
      ...sequences.map(
        ({ name, ...position }) => [`sequence ${name}`, JSON.stringify(position)] as const,
      ),
    ]);
  const [wanted, found] = [of(expected), of(actual)];
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => `${name} are not the same`);
}

const textOf = (table: TableRows, defaults: ReadonlySet<string>): string =>
  JSON.stringify(
    table.rows.map((row) =>
      row.filter((_value, index) => {
        const column = table.columns[index];
        return column && !isLeftToDefault(table, { ...column, isGenerated: false }, defaults);
      }),
    ),
  );

/** A column that has other values each time that the scripts run. */
export interface ChangingColumn {
  readonly table: string;
  /** `public.plan.created_at` */
  readonly name: string;
  readonly hasDefault: boolean;
}

/** The columns whose values differ between two runs of the same scripts; `null` where not even as many rows are there. Pure. */
export function changingColumns(
  one: DatabaseRows,
  other: DatabaseRows,
): readonly ChangingColumn[] | null {
  const byName = new Map(other.tables.map((table) => [table.name, table]));
  const columns: ChangingColumn[] = [];
  if (one.tables.length !== other.tables.length) return null;
  for (const table of one.tables.filter(({ isView }) => !isView)) {
    const counterpart = byName.get(table.name);
    if (counterpart?.rows.length !== table.rows.length) return null;
    for (const [index, column] of table.columns.entries()) {
      const isSame = table.rows.every(
        (row, at) => row[index] === counterpart.rows[at]?.[index] || column.isGenerated,
      );
      if (isSame && !column.isOfTheMoment) continue;
      const name = `${table.name}.${column.name}`;
      columns.push({ table: table.name, name, hasDefault: column.hasDefault });
    }
  }
  return columns;
}
