import type { Client } from 'pg';
import { isExcluded } from '../catalog/is-excluded.ts';
import { creationSql, unwrittenSql } from '../embedded.ts';
import type { CreationKind, CreationRow } from './creation-row.ts';
import { type DependencyRow, type OrderedCreation, orderCreations } from './order-creations.ts';

/** What makes a database anew. */
export interface DatabaseScript {
  /** Each without a semicolon, in an order in which they run. */
  readonly statements: readonly string[];
  readonly comments: readonly DatabaseComment[];
  /** What is there and not in the statements. */
  readonly unwritten: readonly UnwrittenObject[];
  /** How many of them come before the first foreign key, rule, trigger or policy: rows that are inserted there meet none. */
  readonly beforeRows: number;
  /** Roles that policies name, as SQL writes them; the statements make those that a server does not have. */
  readonly roles: readonly string[];
}

/** A comment on a table, a view, a type or a column. */
export interface DatabaseComment {
  /** PostgreSQL's schema, the table or type, and the column, unquoted. */
  readonly path: readonly string[];
  readonly text: string;
}

export interface UnwrittenObject {
  readonly kind: string;
  readonly name: string;
}

/** What `pg_depend` says of what was made in a database, not of what came with the server. */
const DEPENDENCIES = `
  SELECT classid::oid || ':' || objid AS dependent, refclassid::oid || ':' || refobjid AS needed
  FROM pg_depend WHERE objid >= 16384 AND refobjid >= 16384`;

/**
 * Reads the statements that make a database anew, without rows, owners and
 * privileges. Histories of other migration tools are left out.
 *
 * @param client in a transaction, in which nothing is written
 * @param options whether the statements make the roles that policies name. Default true
 */
export async function readDatabaseScript(
  client: Client,
  { makesRoles = true }: { readonly makesRoles?: boolean } = {},
): Promise<DatabaseScript> {
  for (const [name, value] of settings)
    await client.query('SELECT set_config($1, $2, true)', [name, value]);
  const { rows: all } = await client.query<CreationRow>(creationSql);
  const { rows: dependencies } = await client.query<DependencyRow>(DEPENDENCIES);
  const { rows: unwritten } = await client.query<UnwrittenObject>(unwrittenSql);
  const rows = all.filter((row) => !isToolsOwn(row));
  const ordered = orderCreations(rows, dependencies);
  const roles = [...new Set(rows.flatMap(({ parts }) => parts?.roles ?? []))].toSorted();
  // Nothing needs one of those, so they stand together at the end.
  const firstLate = ordered.findIndex(({ row }) => LATE.includes(row.kind));
  const early = ordered.slice(0, firstLate === -1 ? undefined : firstLate);
  const before = [
    // Bodies may name what comes later.
    ...(rows.some(({ kind }) => kind === 'function')
      ? ['SET LOCAL check_function_bodies = off']
      : []),
    ...(makesRoles ? roles.map(roleStatement) : []),
    ...early.flatMap(statementsOf),
  ];
  return {
    beforeRows: before.length,
    statements: [
      ...before,
      ...ordered.slice(early.length).flatMap(statementsOf),
      ...ordered.flatMap(({ row, within }) =>
        [row, ...within].flatMap(({ comments }) => (comments ?? []).map(({ sql }) => sql)),
      ),
    ],
    comments: rows.flatMap(({ comments }) =>
      (comments ?? []).flatMap(({ path, text }) => (path === null ? [] : [{ path, text }])),
    ),
    unwritten,
    roles,
  };
}

const LATE: readonly CreationKind[] = ['foreign key', 'rule', 'trigger', 'policy'];

/** PostgreSQL prints by these. */
const settings = [
  ['search_path', ''],
  ['quote_all_identifiers', 'off'],
  ['DateStyle', 'ISO'],
  ['IntervalStyle', 'postgres'],
  ['TimeZone', 'UTC'],
  ['bytea_output', 'hex'],
  ['extra_float_digits', '1'],
  ['statement_timeout', '0'],
] as const;

const isToolsOwn = ({ kind, name, table }: CreationRow): boolean =>
  isExcluded(
    { kind: kind === 'owner' ? 'sequence' : 'table', name, table: table ?? name, properties: {} },
    [],
  );

function statementsOf({ row, within }: OrderedCreation): readonly string[] {
  const { kind, sql, parts } = row;
  if (sql === null) return [];
  if (kind === 'table') return [tableStatement(row, within)];
  if (parts?.replica !== undefined) return [sql, parts.replica];
  return [sql.replace(/[;\s]+$/, '')];
}

function tableStatement({ sql, parts }: CreationRow, within: readonly CreationRow[]): string {
  const { columns = [], partition, suffix = '' } = parts ?? {};
  const ids = new Set(within.flatMap((part) => part.ids));
  const lines = [
    ...columns.map(({ text, default: id = '', expression }) =>
      ids.has(id) && expression !== undefined ? withDefault(text, expression) : text,
    ),
    ...within.filter(({ kind }) => kind === 'constraint').map((part) => part.parts?.text ?? ''),
  ];
  // The columns of a partition are those of its table.
  const body =
    partition === undefined
      ? lines.length === 0
        ? ' ()'
        : ` (\n    ${lines.join(',\n    ')}\n)`
      : ` ${partition}`;
  return `${sql}${body}${suffix === '' ? '' : ` ${suffix}`}`;
}

/** Before NOT NULL, as people write it. */
function withDefault(text: string, expression: string): string {
  const [, column = text, rest = ''] = /^(.*?)( NOT NULL)?$/s.exec(text) ?? [];
  return `${column} DEFAULT ${expression}${rest}`;
}

/** Roles are the server's: one that is there stays as it is. */
function roleStatement(role: string): string {
  return `DO $$ BEGIN
  CREATE ROLE ${role} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$`;
}
