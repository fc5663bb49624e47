import type { Client } from 'pg';
import pg from 'pg';
import { FIRST_USER_OID, TABLES_SQL } from '../fill/read-tables.ts';
import type { RowColumn, TableRows, ValueShape } from './table-rows.ts';

interface ColumnRow extends Omit<RowColumn, 'shape'> {
  readonly table: string;
  readonly type: string;
}

interface KeyRow {
  readonly table: string;
  readonly columns: readonly number[];
}

const COLUMNS_SQL = `
  SELECT attrelid::text AS table, attnum AS number, attname AS name,
    coalesce(nullif(base.typbasetype, 0), base.oid)::regtype::text AS type
  FROM pg_attribute JOIN pg_type base ON base.oid = atttypid
  WHERE attrelid >= ${FIRST_USER_OID} AND attnum > 0 AND NOT attisdropped ORDER BY attrelid, attnum`;

/** The primary key, or else the first unique index over columns that are never null. */
const KEYS_SQL = `
  SELECT DISTINCT ON (indrelid) indrelid::text AS table, indkey::int2[] AS columns FROM pg_index
  WHERE indrelid >= ${FIRST_USER_OID} AND indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL AND NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey) AND NOT attnotnull)
  ORDER BY indrelid, indisprimary DESC, indexrelid`;

/** Every row of every table. For databases with a few rows. */
export async function readRows(client: Client): Promise<readonly TableRows[]> {
  const { rows: tables } = await client.query<{ oid: string; name: string }>(TABLES_SQL);
  const { rows: columns } = await client.query<ColumnRow>(COLUMNS_SQL);
  const { rows: keys } = await client.query<KeyRow>(KEYS_SQL);
  const found: TableRows[] = [];
  for (const { oid, name } of tables) {
    const own = columns.filter(({ table }) => table === oid);
    const text = `SELECT ${own.map(asText).join(', ')} FROM ${name}`;
    const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array' });
    found.push({
      oid,
      name,
      columns: own.map(({ number, name: column, type }) => ({
        number,
        name: column,
        shape: shapeOf(type),
      })),
      key: keys.find(({ table }) => table === oid)?.columns ?? [],
      rows,
    });
  }
  return found;
}

function shapeOf(type: string): ValueShape {
  if (type.endsWith('[]')) return 'list';
  if (type === 'json' || type === 'jsonb') return 'json';
  return type === 'bytea' ? 'bytes' : 'scalar';
}

/** Texts that stay the same where only the type's width, scale or way of keeping changes. */
function asText({ name, type }: ColumnRow): string {
  const column = pg.escapeIdentifier(name);
  switch (type) {
    case 'numeric':
      return `trim_scale(${column})::text`;
    case 'timestamp with time zone':
      return `(${column} AT TIME ZONE 'UTC')::text`;
    case 'json':
      return `${column}::jsonb::text`;
    default:
      return `${column}::text`;
  }
}
