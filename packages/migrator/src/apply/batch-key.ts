import { SchemaServiceError } from '@schema-service/errors';
import { type BatchDirective, quoteLiteral } from '@schema-service/postgres-sql';
import type { Client } from 'pg';
import type { MigrationScript } from '../migrations/migration.ts';

/** The table and the key that a script in batches goes through, as the database knows them. */
export interface BatchKey {
  /** As SQL, with its schema. */
  readonly table: string;
  readonly columns: readonly KeyColumn[];
  /** Rows of the table by the statistics; `null` where there are none. */
  readonly estimatedRows: number | null;
}

interface KeyColumn {
  /** As SQL. */
  readonly name: string;
  /** As SQL, with the size: `character varying(20)`. */
  readonly type: string;
  /** Whether its text is another one under another DateStyle. */
  readonly isDate: boolean;
}

interface FoundTable {
  readonly table: string;
  readonly kind: string;
  readonly estimatedRows: number | null;
}

interface FoundColumn extends KeyColumn {
  readonly asked: string;
  readonly number: number | null;
  readonly notNull: boolean;
}

/** The rows of a partitioned table are those of its partitions. */
export const ESTIMATED_ROWS = `CASE WHEN c.relkind = 'p' THEN (
    SELECT CASE WHEN pg_catalog.count(*) FILTER (WHERE leaf.reltuples >= 0) > 0
      THEN pg_catalog.sum(leaf.reltuples) FILTER (WHERE leaf.reltuples >= 0) END
    FROM pg_catalog.pg_partition_tree(c.oid) p JOIN pg_catalog.pg_class leaf ON leaf.oid = p.relid WHERE p.isleaf
  ) WHEN c.reltuples >= 0 THEN c.reltuples END::double precision`;

const FIND_TABLE = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS "table", c.relkind AS kind, ${ESTIMATED_ROWS} AS "estimatedRows"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = pg_catalog.to_regclass($1)`;

const FIND_COLUMNS = `
  SELECT asked, a.attnum AS number, pg_catalog.quote_ident(a.attname) AS name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull", t.typcategory = 'D' AS "isDate"
  FROM pg_catalog.unnest($2::text[]) WITH ORDINALITY AS w(asked, place)
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = pg_catalog.to_regclass($1)
    AND a.attname = (pg_catalog.parse_ident(asked))[1] AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  ORDER BY place`;

// Its columns begin with those of the key: then the next batch is found without reading what is done.
const FIND_INDEX = `
  SELECT FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam
  WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisvalid AND i.indpred IS NULL AND m.amname = 'btree'
    AND (i.indkey::smallint[])[0:pg_catalog.cardinality($2::smallint[]) - 1] = $2::smallint[]
  LIMIT 1`;

/**
 * Looks up what a script in batches goes through.
 *
 * @throws SchemaServiceError MIGRATION_BATCHES_INVALID where there is no such table or column, a column of the key may
 *   be null, or no index begins with the key
 */
export async function findBatchKey(
  client: Client,
  { path }: MigrationScript,
  { table, columns, line }: BatchDirective,
): Promise<BatchKey> {
  const refusal = (message: string, why: string, fix: string): SchemaServiceError =>
    new SchemaServiceError({
      code: 'MIGRATION_BATCHES_INVALID',
      message: `${path}:${line}: ${message}`,
      ...{ why, fix },
      meta: { path, line, table, columns },
    });
  const { rows: tables } = await client.query<FoundTable>(FIND_TABLE, [table]);
  const [found] = tables;
  if (!found || !['r', 'p'].includes(found.kind)) {
    throw refusal(
      found ? `${table} is not a table.` : `there is no table ${table}.`,
      'Batches go through the rows of a table by its key.',
      'Name a table that an earlier migration has made, with its schema where the search path does not have it.',
    );
  }
  const { rows } = await client.query<FoundColumn>(FIND_COLUMNS, [table, columns]);
  for (const { asked, number, notNull } of rows) {
    if (number === null) {
      throw refusal(
        `${table} has no column ${asked}.`,
        'Batches go through the rows by these columns.',
        'Name the columns of its primary key.',
      );
    }
    if (!notNull) {
      throw refusal(
        `${asked} of ${table} may be null.`,
        'No range includes a null: the rows with one would never be changed.',
        'Name columns that are NOT NULL, such as those of the primary key.',
      );
    }
  }
  const { rowCount } = await client.query(FIND_INDEX, [table, rows.map(({ number }) => number)]);
  if (!rowCount) {
    throw refusal(
      `no index of ${table} begins with (${columns.join(', ')}).`,
      'Without one every batch would read the whole table to find its rows.',
      'Name the columns of the primary key or of another index in their order, or make such an index before.',
    );
  }
  return { table: found.table, columns: rows, estimatedRows: found.estimatedRows };
}

/** The rows of a batch: the first and the last key, and how many there are. */
export interface BatchPage {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly rows: number;
}

/** Which rows come next. */
export interface PageBounds {
  /** Those behind this key; `null` from the first. */
  readonly lastKey: readonly string[] | null;
  /** Up to this one, where there is an end. */
  readonly end?: readonly string[] | undefined;
  readonly size: number;
}

/**
 * The next rows behind a key, in the order of the key; undefined behind the last.
 *
 * @throws the server's error
 */
export async function readPage(
  client: Client,
  { table, columns }: BatchKey,
  { lastKey, end, size }: PageBounds,
): Promise<BatchPage | undefined> {
  const names = columns.map(({ name }) => `t.${name}`).join(', ');
  const bounds = [
    ...(lastKey ? [`(${names}) > (${keyValues({ columns }, lastKey)})`] : []),
    ...(end ? [`(${names}) <= (${keyValues({ columns }, end)})`] : []),
  ];
  const within = bounds.length > 0 ? `WHERE ${bounds.join(' AND ')}` : '';
  const { rows } = await client.query<{ readonly number: number; readonly key: string[] }>(`
    WITH page AS MATERIALIZED (
      SELECT ${keyColumns(columns)},
        pg_catalog.row_number() OVER (ORDER BY ${names})::pg_catalog.int4 AS number
      FROM ${table} AS t ${within} ORDER BY ${names} LIMIT ${size}
    )
    SELECT number, ${keyTexts(columns)} AS key FROM page
    WHERE number = 1 OR number = (SELECT pg_catalog.max(number) FROM page) ORDER BY number`);
  const [first, last = first] = rows;
  return first && last && { from: first.key, to: last.key, rows: last.number };
}

/**
 * The last key of the table now; undefined where it has no row.
 *
 * @throws the server's error
 */
export async function readLastKey(
  client: Client,
  { table, columns }: BatchKey,
): Promise<readonly string[] | undefined> {
  const backwards = columns.map(({ name }) => `t.${name} DESC`).join(', ');
  const { rows } = await client.query<{ readonly key: string[] }>(`
    SELECT ${keyTexts(columns)} AS key FROM (
      SELECT ${keyColumns(columns)} FROM ${table} AS t ORDER BY ${backwards} LIMIT 1
    ) AS page`);
  return rows[0]?.key;
}

const keyColumns = (columns: BatchKey['columns']): string =>
  columns.map(({ name }, index) => `t.${name} AS k${index}`).join(', ');

/** As ISO 8601 those that are dates, whatever the session's DateStyle is. */
function keyTexts(columns: BatchKey['columns']): string {
  const texts = columns.map(({ isDate }, index) =>
    isDate ? `pg_catalog.to_json(k${index}) #>> '{}'` : `k${index}::pg_catalog.text`,
  );
  return `ARRAY[${texts.join(', ')}]`;
}

/** A key as a list of SQL values. */
export function keyValues({ columns }: Pick<BatchKey, 'columns'>, key: readonly string[]): string {
  return columns
    .map(({ type }, index) => `${quoteLiteral(key[index] ?? '').trim()}::${type}`)
    .join(', ');
}
