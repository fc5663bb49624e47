import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import {
  type Field,
  type NativeType,
  type SchemaModel,
  schemaSql,
  type View,
} from '@schema-service/schema-model';
import pg from 'pg';
import { extremeValues } from '../plan/given-values.ts';
import type { GivenRow } from '../plan/operation.ts';
import { EXTREME_SEEDS, KEPT } from '../plan/plan-writes.ts';
import { rowMaker } from '../plan/row-maker.ts';

/** A database as the schema's first migration would make it, with rows in every view. */
export async function createDatabase(schema: SchemaModel): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  await execute(database, await statementsOf(schema));
  return database;
}

export async function createEmptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await execute(database, [
    // Away from UTC, a time without a zone is another moment than the same one with it.
    `ALTER DATABASE "${database.name}" SET timezone TO 'America/New_York'`,
  ]);
  return database;
}

/** Makes another version of the database, which is empty then, under the connections that are open. */
export async function remakeDatabase(database: TestDatabase, schema: SchemaModel): Promise<void> {
  await execute(database, [dropSchemas, 'CREATE SCHEMA public', ...(await statementsOf(schema))]);
}

/** Leaves the tables without a row. */
export async function emptyDatabase(database: TestDatabase): Promise<void> {
  await execute(database, [truncateTables]);
}

const isOwn = "!~ '^pg_|^information_schema$'";

const dropSchemas = `DO $$ DECLARE name name; BEGIN
  FOR name IN SELECT nspname FROM pg_namespace WHERE nspname ${isOwn} LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
END $$`;

const truncateTables = `DO $$ DECLARE "table" record; BEGIN
  FOR "table" IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname ${isOwn} LOOP
    EXECUTE format('TRUNCATE %I.%I RESTART IDENTITY CASCADE', "table".schemaname, "table".tablename);
  END LOOP;
END $$`;

async function execute(database: TestDatabase, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** What makes a schema in an empty database. */
export async function statementsOf(schema: SchemaModel): Promise<readonly string[]> {
  return [
    ...(await sqlOf(schema)),
    ...schema.views.flatMap(({ namespace }) =>
      namespace ? [`CREATE SCHEMA IF NOT EXISTS "${namespace}"`] : [],
    ),
    ...schema.views.map((view) => createView(schema, view)),
  ];
}

const made = new WeakMap<SchemaModel, Promise<readonly string[]>>();

/** The engine takes a while over it, and every schema has several databases. */
function sqlOf(schema: SchemaModel): Promise<readonly string[]> {
  const known = made.get(schema) ?? schemaSql(null, schema);
  made.set(schema, known);
  return known;
}

/**
 * The schema language does not say what a view selects, so it is some rows: one
 * that is full, one of nulls, and one for every value at an edge of a column.
 */
/** What makes a view. */
export function createView(schema: SchemaModel, view: View): string {
  const name = view.namespace ? `"${view.namespace}"."${view.dbName}"` : `"${view.dbName}"`;
  const { fields, isFree, full, nulls } = rowMaker(schema, view);
  const rows = [
    full(KEPT),
    nulls(1),
    ...fields.filter(isFree).flatMap((field) =>
      extremeValues(schema, field).map((value, index) => ({
        ...full(EXTREME_SEEDS + index),
        [field.name]: value,
      })),
    ),
  ];
  const select = (row: GivenRow): string =>
    `SELECT ${view.fields.flatMap((field) => columnOf(schema, field, row)).join(', ')}`;
  return `CREATE VIEW ${name} AS ${rows.map(select).join(' UNION ALL ')}`;
}

function columnOf(schema: SchemaModel, field: Field, row: GivenRow): readonly string[] {
  if (field.kind === 'relation') return [];
  const as = `AS "${field.dbName}"`;
  if (field.kind === 'unsupported') return [`NULL::${field.databaseType} ${as}`];
  const value = row[field.name]?.value ?? null;
  const list = field.arity === 'list' ? '[]' : '';
  if (field.kind === 'scalar') {
    return [`${literal(value)}::${sqlType(field.nativeType)}${list} ${as}`];
  }
  const type = schema.enums.find(({ name }) => name === field.type);
  const ofDatabase = type?.values.find(({ name }) => name === value)?.dbName ?? null;
  const namespace = type?.namespace ? `"${type.namespace}".` : '';
  return [`${literal(ofDatabase)}::${namespace}"${type?.dbName}"${list} ${as}`];
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  const text = Array.isArray(value)
    ? '{}'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}

function sqlType({ name, args }: NativeType): string {
  const type = name === 'DoublePrecision' ? 'double precision' : name;
  return args.length > 0 ? `${type}(${args.join(', ')})` : type;
}
