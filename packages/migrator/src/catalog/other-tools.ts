import type { Client } from 'pg';

/** The history that another migration tool keeps in a database. */
export interface OtherHistory {
  /** As people call the tool. */
  readonly tool: string;
  /** Its table, as SQL names it. */
  readonly table: string;
  /** What it applied last; absent where there is nothing, or the role may not read it. */
  readonly last?: string;
  /** Set where the tool says that its last migration did not end well. */
  readonly failed?: true;
}

interface ToolTable {
  readonly table: string;
  /** Where several tools call their table so: what it must have, or another table beside it. */
  readonly column?: string;
  readonly beside?: string;
  readonly tool: string;
  /** An expression over the last row, by an order. */
  readonly last?: string;
  readonly order?: string;
  /** What rows count as applied. */
  readonly applied?: string;
  /** What says that it failed. */
  readonly failed?: string;
}

/** By the name of the table; of those with one name, the first that fits. */
const tools: readonly ToolTable[] = [
  {
    tool: 'Prisma Migrate',
    table: '_prisma_migrations',
    last: 'migration_name',
    order: 'started_at',
    applied: 'finished_at IS NOT NULL AND rolled_back_at IS NULL',
    failed: 'finished_at IS NULL AND rolled_back_at IS NULL',
  },
  {
    tool: 'Flyway',
    table: 'flyway_schema_history',
    last: 'coalesce(version, description)',
    order: 'installed_rank',
    applied: 'success',
    failed: 'NOT success',
  },
  {
    tool: 'Liquibase',
    table: 'databasechangelog',
    last: "id || ' by ' || author",
    order: 'orderexecuted',
  },
  { tool: 'Liquibase', table: 'databasechangeloglock' },
  {
    tool: 'golang-migrate',
    table: 'schema_migrations',
    column: 'dirty',
    last: 'version',
    order: 'version',
    failed: 'dirty',
  },
  {
    tool: 'Rails',
    table: 'schema_migrations',
    beside: 'ar_internal_metadata',
    last: 'version',
    order: 'version',
  },
  { tool: 'dbmate', table: 'schema_migrations', last: 'version', order: 'version' },
  { tool: 'Rails', table: 'ar_internal_metadata' },
  {
    tool: 'goose',
    table: 'goose_db_version',
    last: 'version_id',
    order: 'id',
    applied: 'is_applied',
  },
  { tool: 'Django', table: 'django_migrations', last: "app || '.' || name", order: 'id' },
  {
    tool: 'Drizzle',
    table: '__drizzle_migrations',
    last: 'to_timestamp(created_at / 1000.0)::date',
    order: 'created_at',
  },
  { tool: 'node-pg-migrate', table: 'pgmigrations', last: 'name', order: 'id' },
  { tool: 'Knex', table: 'knex_migrations', last: 'name', order: 'id' },
  { tool: 'Knex', table: 'knex_migrations_lock' },
  { tool: 'Kysely', table: 'kysely_migration', last: 'name', order: 'timestamp' },
  { tool: 'Kysely', table: 'kysely_migration_lock' },
  { tool: 'Sequelize', table: '"SequelizeMeta"', last: 'name', order: 'name' },
  { tool: 'Alembic', table: 'alembic_version', last: 'version_num', order: 'version_num' },
  {
    tool: 'Entity Framework',
    table: '"__EFMigrationsHistory"',
    last: '"MigrationId"',
    order: '"MigrationId"',
  },
  {
    tool: 'Doctrine',
    table: 'doctrine_migration_versions',
    last: 'version',
    order: 'version',
  },
  { tool: 'Atlas', table: 'atlas_schema_revisions', last: 'version', order: 'version' },
  { tool: 'sqitch', table: 'sqitch.changes', last: 'change', order: 'committed_at' },
];

/** Schemas of PostgreSQL that belong to a tool. */
const toolSchemas = ['sqitch', 'drizzle', 'atlas_schema_revisions'] as const;

/** Names, with `*` for anything, of what the histories of other tools are kept in. They stay where they are. */
export const otherToolsObjects: readonly string[] = [
  ...tools.map(({ table }) => (table.includes('.') ? table : `*.${table}`)),
  'sqitch.*',
  ...toolSchemas,
];

/** Looks for histories of other migration tools, and reads what each has applied last. */
export async function findOtherHistories(client: Client): Promise<readonly OtherHistory[]> {
  const { rows } = await client.query<FoundTable>(FIND_TABLES, [
    [...new Set(tools.map(({ table }) => table.split('.').at(-1) ?? table))],
  ]);
  const names = new Set(rows.map(({ name }) => name));
  const found: OtherHistory[] = [];
  for (const row of rows) {
    const tool = tools.find((one) => fits(one, row, names));
    if (tool !== undefined) found.push(await readHistory(client, tool, row));
  }
  return found;
}

interface FoundTable {
  readonly schema: string;
  /** Both as SQL writes them. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly readable: boolean;
}

const FIND_TABLES = `
  SELECT pg_catalog.quote_ident(nspname) AS schema, pg_catalog.quote_ident(relname) AS name,
    ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attnum > 0) AS columns,
    pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p') AND pg_catalog.quote_ident(relname) = ANY ($1)
  ORDER BY 1, 2`;

function fits(
  { table, column, beside }: ToolTable,
  { schema, name, columns }: FoundTable,
  names: ReadonlySet<string>,
): boolean {
  if (table !== name && table !== `${schema}.${name}`) return false;
  if (column !== undefined && !columns.includes(column)) return false;
  return beside === undefined || names.has(beside);
}

async function readHistory(
  client: Client,
  { tool, last, order, applied, failed }: ToolTable,
  { schema, name, readable }: FoundTable,
): Promise<OtherHistory> {
  const table = `${schema}.${name}`;
  if (last === undefined || order === undefined || !readable) return { tool, table };
  try {
    await client.query('SAVEPOINT other_history');
    const { rows } = await client.query<{ last: string | null; failed: boolean | null }>(
      `SELECT (SELECT (${last})::text FROM ${table} WHERE ${applied ?? 'true'} ORDER BY ${order} DESC LIMIT 1) AS last,
        (SELECT ${failed ?? 'false'} FROM ${table} ORDER BY ${order} DESC LIMIT 1) AS failed`,
    );
    const [row] = rows;
    return {
      tool,
      table,
      ...(row?.last ? { last: row.last } : {}),
      ...(row?.failed === true ? { failed: true } : {}),
    };
  } catch {
    // Called like the tool's table, and made otherwise.
    await client.query('ROLLBACK TO SAVEPOINT other_history');
    return { tool, table };
  }
}
