import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { Client, QueryResult } from 'pg';
import { matchesAny } from '../catalog/is-excluded.ts';
import { otherToolsObjects } from '../catalog/other-tools.ts';

/** A table, or a view, that clients use as it is. */
export interface UsedRelation {
  /** As SQL writes it, with its schema. */
  readonly name: string;
  /** The name alone, not quoted. */
  readonly view: string;
  readonly columns: readonly UsedColumn[];
  /** Whether we may make a view of it that its users can read. */
  readonly isOurs: boolean;
  /** Whether policies say who sees which rows: they are asked of who uses the view, as of who uses the table. */
  readonly hasRowSecurity: boolean;
  readonly rights: readonly UsedRight[];
}

interface UsedColumn {
  readonly name: string;
  /** As PostgreSQL prints it; `null` where there is none, and where the table's own has to make the value, as of a sequence. */
  readonly default: string | null;
}

interface UsedRight {
  /** As SQL writes it. */
  readonly grantee: string;
  /** `SELECT`, or `SELECT ("id", "title")`. */
  readonly privilege: string;
}

// A view is no parent of partitions, and one of a partition is not what clients name.
const FIND_RELATIONS = `
  SELECT 'public.' || pg_catalog.quote_ident(c.relname) AS name, c.relname AS view,
    pg_catalog.pg_has_role(c.relowner, 'USAGE') AS "isOurs", c.relrowsecurity AS "hasRowSecurity",
    (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', a.attname, 'default',
        CASE WHEN a.attgenerated = '' AND pg_catalog.pg_get_expr(d.adbin, d.adrelid) NOT LIKE '%nextval(%'
          THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('grantee', grantee, 'privilege', privilege)
        ORDER BY grantee, privilege), '[]') FROM (
      SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END AS grantee,
        CASE WHEN x.attname IS NULL THEN x.privilege_type
          ELSE pg_catalog.format('%s (%I)', x.privilege_type, x.attname) END AS privilege
      FROM (
        SELECT NULL::pg_catalog.name AS attname, held.* FROM pg_catalog.aclexplode(c.relacl) held
        UNION ALL
        SELECT a.attname, held.* FROM pg_catalog.pg_attribute a, pg_catalog.aclexplode(a.attacl) held WHERE a.attrelid = c.oid
      ) x
      WHERE x.grantee <> c.relowner AND x.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    ) AS right_of) AS rights
  FROM pg_catalog.pg_class c
  WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
      WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e')
  ORDER BY c.relname COLLATE "C"`;

/** The tables and views of `public`, but for what is an extension's or another tool's. */
export async function findUsedRelations(
  client: Client,
  exclude: readonly string[],
): Promise<readonly UsedRelation[]> {
  // One message without a BEGIN is one transaction; PostgreSQL prints names by the search_path.
  const message = `SELECT pg_catalog.set_config('search_path', '', true);\n${FIND_RELATIONS}`;
  // One result for each statement of the message, which pg's types do not say.
  const results = (await client.query(message)) as unknown as QueryResult<UsedRelation>[];
  const rows = results.at(-1)?.rows ?? [];
  return rows.filter(({ name }) => !matchesAny(name, [...otherToolsObjects, ...exclude]));
}

/**
 * The statements that make the schema of a version out of what is there. Who may do something with a table may do it with its
 * view. Pure.
 */
export function adoptedViews(
  schema: string,
  relations: readonly UsedRelation[],
): readonly string[] {
  const namespace = quoteIdentifier(schema);
  const grantees = new Set(relations.flatMap(({ rights }) => rights.map((one) => one.grantee)));
  return [
    `CREATE SCHEMA ${namespace}`,
    ...relations.flatMap((relation) => viewStatements(namespace, relation)),
    ...[...grantees].map((grantee) => `GRANT USAGE ON SCHEMA ${namespace} TO ${grantee}`),
  ];
}

function viewStatements(
  namespace: string,
  { name, view, columns, rights, hasRowSecurity }: UsedRelation,
): readonly string[] {
  const made = `${namespace}.${quoteIdentifier(view)}`;
  const names = columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const defaults = columns.flatMap((column) =>
    column.default === null
      ? []
      : [`ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT ${column.default}`],
  );
  return [
    `CREATE VIEW ${made}${hasRowSecurity ? ' WITH (security_invoker = true)' : ''} AS SELECT ${names} FROM ${name}`,
    ...(defaults.length === 0 ? [] : [`ALTER VIEW ${made} ${defaults.join(', ')}`]),
    ...rights.map(({ grantee, privilege }) => `GRANT ${privilege} ON ${made} TO ${grantee}`),
  ];
}
