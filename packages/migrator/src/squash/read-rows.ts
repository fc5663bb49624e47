import type { Client } from 'pg';

/** What a database has besides structure. */
export interface DatabaseRows {
  readonly tables: readonly TableRows[];
  readonly sequences: readonly SequencePosition[];
  /** Large objects belong to no table. */
  readonly largeObjects: number;
}

/** The rows of a table, or of a materialized view, in the order in which they lie there. */
export interface TableRows {
  /** As SQL names it. */
  readonly name: string;
  readonly isView: boolean;
  readonly columns: readonly RowColumn[];
  /** The values as text, as PostgreSQL prints them. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface RowColumn {
  /** As SQL names it. */
  readonly name: string;
  readonly isNumber: boolean;
  /** Whether only PostgreSQL gives it values. */
  readonly isGenerated: boolean;
  readonly isAlwaysIdentity: boolean;
  readonly hasDefault: boolean;
  /** Whether every row has what its default gives right now, here and for who asks. */
  readonly isOfTheMoment: boolean;
}

/** Where a sequence stands that has moved. */
export interface SequencePosition {
  readonly name: string;
  readonly value: string;
  readonly isCalled: boolean;
}

/** More are no reference data. */
export const MOST_ROWS = 100_000;

const SCOPE = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schema_migrations', 'schema_catalog')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')`;

const TABLES = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, c.relkind = 'm' AS "isView",
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
        'column', pg_catalog.quote_ident(a.attname), 'type', a.atttypid::pg_catalog.regtype::text, 'generated', a.attgenerated <> '', 'identity', a.attidentity,
        'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE (c.relkind = 'r' OR (c.relkind = 'm' AND c.relispopulated)) AND ${SCOPE}
  ORDER BY 1`;

const SEQUENCES = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, s.seqstart::text AS start
  FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE ${SCOPE} ORDER BY 1`;

interface TableRow {
  readonly name: string;
  readonly isView: boolean;
  readonly columns: readonly ColumnRow[] | null;
}

interface ColumnRow {
  readonly column: string;
  readonly type: string;
  readonly generated: boolean;
  readonly identity: '' | 'a' | 'd';
  readonly default: string | null;
}

/** Reads the rows that are there. The client is in a transaction, in which settings stay behind. */
export async function readRows(client: Client): Promise<DatabaseRows> {
  // What is printed is read again as the same value; rows that somebody may not see are an error.
  await client.query(`SET CONSTRAINTS ALL IMMEDIATE;
    SET LOCAL row_security = off; SET LOCAL search_path = ''; SET LOCAL DateStyle = ISO; SET LOCAL IntervalStyle = postgres;
    SET LOCAL TimeZone = UTC; SET LOCAL bytea_output = hex; SET LOCAL extra_float_digits = 1`);
  const { rows: found } = await client.query<TableRow>(TABLES);
  const tables: TableRows[] = [];
  for (const table of found) {
    const read = await readTable(client, table);
    if (read.rows.length > 0) tables.push(read);
  }
  const { rows } = await client.query<{ count: string }>(
    'SELECT count(*) FROM pg_catalog.pg_largeobject_metadata',
  );
  const largeObjects = Number(rows[0]?.count ?? 0);
  return { tables, sequences: await readSequences(client), largeObjects };
}

async function readTable(client: Client, table: TableRow): Promise<TableRows> {
  const { name, isView, columns: described } = table;
  const columns = (described ?? []).map((one) => ({ ...one, sql: one.column }));
  const texts = columns.map(({ sql }) => `${sql}::pg_catalog.text`).join(', ');
  // How a view was filled is no order of its own.
  const order = isView ? 'ORDER BY ALL_TEXT' : 'ORDER BY ctid';
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${texts} FROM ONLY ${name} t ${order.replace('ALL_TEXT', 't::pg_catalog.text COLLATE "C"')} LIMIT ${MOST_ROWS + 1}`,
    rowMode: 'array',
  });
  const asked = columns.map((one) =>
    rows.length > 0 && OF_THE_MOMENT.test(one.default ?? '')
      ? `pg_catalog.bool_and(${one.sql} IS NOT DISTINCT FROM (${one.default}))`
      : 'false',
  );
  const moments = await client.query<boolean[]>({
    text: `SELECT ${asked.join(', ')} FROM ONLY ${name}`,
    rowMode: 'array',
  });
  return {
    name,
    isView,
    rows,
    columns: columns.map(({ sql, type, generated, identity, default: value }, index) => ({
      name: sql,
      isNumber: /^(?:smallint|integer|bigint)$/.test(type),
      isGenerated: generated,
      isAlwaysIdentity: identity === 'a',
      hasDefault: (value !== null && !generated) || identity !== '',
      isOfTheMoment: moments.rows[0]?.[index] === true,
    })),
  };
}

/** Defaults that give the same twice on one day to one user, and not to another. */
const OF_THE_MOMENT = /\b(?:CURRENT_DATE|CURRENT_USER|SESSION_USER|CURRENT_ROLE|USER)\b/;

async function readSequences(client: Client): Promise<readonly SequencePosition[]> {
  const { rows } = await client.query<{ name: string; start: string }>(SEQUENCES);
  const moved: SequencePosition[] = [];
  for (const { name, start } of rows) {
    const stands = await client.query<{ value: string; isCalled: boolean }>(
      `SELECT last_value::text AS value, is_called AS "isCalled" FROM ${name}`,
    );
    const [{ value, isCalled } = { value: start, isCalled: false }] = stands.rows;
    if (isCalled || value !== start) moved.push({ name, value, isCalled });
  }
  return moved;
}
