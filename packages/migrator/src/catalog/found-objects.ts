import type { Client } from 'pg';
import type { ImportTool } from '../import/foreign-history.ts';
import { matchesAny } from './is-excluded.ts';

/** Something that is in a database and that no migration of ours has made. */
export interface FoundObject {
  readonly kind: 'table' | 'view' | 'sequence' | 'type' | 'function';
  /** With its schema, as SQL writes it. */
  readonly name: string;
}

/** What a database holds that has no history of ours yet. */
export interface FoundObjects {
  readonly objects: readonly FoundObject[];
  /** Whose history is there too. */
  readonly tools: readonly ImportTool[];
  /** Where histories of ours are, of other products. */
  readonly ledgers: readonly string[];
}

// Left out: the system's, what extensions own, our histories, the catalog of releases, and what goes with a table:
// its row type, its indexes, the sequences of its columns, the array types. What initdb makes has a lower oid
// (FirstNormalObjectId), and is most of a catalog.
const FIND_OBJECTS = `
  WITH extension_owned AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
  ), scope AS (
    SELECT oid, pg_catalog.quote_ident(nspname) AS name FROM pg_catalog.pg_namespace
    WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'schema_catalog')
      AND coalesce(pg_catalog.obj_description(oid, 'pg_namespace'), '') NOT LIKE 'schema-migrator %'
      AND ('pg_catalog.pg_namespace'::regclass, oid) NOT IN (SELECT classid, objid FROM extension_owned)
  ), object AS (
    SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type'
        ELSE 'table' END AS kind,
      relnamespace AS scope, relname AS name, 'pg_catalog.pg_class'::regclass AS class, oid
    FROM pg_catalog.pg_class c WHERE oid >= 16384 AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')
      AND NOT (relkind = 'S' AND EXISTS (SELECT FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_class'::regclass
        AND objid = c.oid AND deptype IN ('a', 'i') AND refclassid = classid))
    UNION ALL
    SELECT 'type', typnamespace, typname, 'pg_catalog.pg_type'::regclass, oid
    FROM pg_catalog.pg_type
    WHERE oid >= 16384 AND (typtype IN ('e', 'd', 'r') OR (typtype = 'b' AND typcategory <> 'A'))
    UNION ALL
    SELECT 'function', pronamespace, proname, 'pg_catalog.pg_proc'::regclass, oid FROM pg_catalog.pg_proc p
    WHERE oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_proc'::regclass
      AND objid = p.oid AND deptype = 'i')
  )
  SELECT kind, scope.name || '.' || pg_catalog.quote_ident(object.name) AS name
  FROM object JOIN scope ON scope.oid = object.scope
  WHERE (class, object.oid) NOT IN (SELECT classid, objid FROM extension_owned)
  ORDER BY pg_catalog.array_position(ARRAY['table', 'view', 'sequence', 'type', 'function'], kind), name`;

const FIND_TOOLS = `
  SELECT DISTINCT CASE relname WHEN '_prisma_migrations' THEN 'prisma' WHEN 'flyway_schema_history' THEN 'flyway'
      WHEN 'changes' THEN 'sqitch' ELSE CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_attribute
        WHERE attrelid = c.oid AND attname = 'dirty') THEN 'golang-migrate' ELSE 'dbmate' END END AS tool
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
  WHERE relkind = 'r' AND (relname IN ('_prisma_migrations', 'flyway_schema_history', 'schema_migrations')
    OR (nspname = 'sqitch' AND relname = 'changes'))`;

const FIND_LEDGERS = `
  SELECT nspname AS name FROM pg_catalog.pg_namespace
  WHERE pg_catalog.obj_description(oid, 'pg_namespace') LIKE 'schema-migrator %' ORDER BY 1`;

/** Looks for what is there, but for what `exclude` names: `auth.*`. */
export async function findObjects(
  client: Client,
  exclude: readonly string[],
): Promise<FoundObjects> {
  const { rows } = await client.query<FoundObject>(FIND_OBJECTS);
  const objects = rows.filter(({ name }) => !matchesAny(name, exclude));
  if (objects.length === 0) return { objects, tools: [], ledgers: [] };
  const tools = await client.query<{ tool: ImportTool }>(FIND_TOOLS);
  const ledgers = await client.query<{ name: string }>(FIND_LEDGERS);
  return {
    objects,
    tools: tools.rows.map(({ tool }) => tool),
    ledgers: ledgers.rows.map(({ name }) => name),
  };
}
