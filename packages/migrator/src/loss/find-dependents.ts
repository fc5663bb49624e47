import type { Client } from 'pg';
import type { CascadeObject } from './statement-losses.ts';

/** A table that goes with all its rows, or a column of one that stays. */
export interface Dependent {
  readonly table: string;
  /** `null` for the whole table. */
  readonly column: string | null;
}

const ROOTS: Readonly<Record<CascadeObject, string>> = {
  schema: `SELECT 'pg_namespace'::regclass, oid FROM pg_namespace WHERE nspname = (parse_ident($1))[1]`,
  extension: `SELECT 'pg_extension'::regclass, oid FROM pg_extension WHERE extname = (parse_ident($1))[1]`,
  type: `SELECT 'pg_type'::regclass, to_regtype($1)::oid WHERE to_regtype($1) IS NOT NULL`,
  relation: `SELECT 'pg_class'::regclass, to_regclass($1)::oid WHERE to_regclass($1) IS NOT NULL`,
};

// What CASCADE follows: every kind of dependency, from object to object. A part (objsubid) is a column, and only that
// goes; whatever hangs on a column alone hangs on its table here too, so that nothing
// is missed. A partition is counted with its table.
const dependentsSql = (object: CascadeObject): string => `
  WITH RECURSIVE gone (class, object, part) AS (
    SELECT root.class::oid, root.object, 0 FROM (${ROOTS[object]}) AS root (class, object)
    UNION
    SELECT d.classid, d.objid, d.objsubid FROM gone
    JOIN pg_depend d ON d.refclassid = gone.class AND d.refobjid = gone.object
    WHERE gone.part = 0 OR d.refobjsubid = gone.part
  ), relation AS (
    SELECT c.oid, gone.part, c.oid::regclass::text AS name FROM gone
    JOIN pg_class c ON c.oid = gone.object AND gone.class = 'pg_class'::regclass
    WHERE c.relkind IN ('r', 'p') AND NOT EXISTS (
      SELECT FROM pg_inherits JOIN gone parent ON parent.object = inhparent AND parent.part = 0
      WHERE inhrelid = c.oid AND parent.class = 'pg_class'::regclass)
  )
  SELECT name AS table, NULL AS column FROM relation WHERE part = 0
  UNION
  SELECT name, quote_ident(attname) FROM relation
  JOIN pg_attribute ON attrelid = relation.oid AND attnum = part AND NOT attisdropped
  WHERE part > 0 AND relation.oid NOT IN (SELECT oid FROM relation WHERE part = 0)
  ORDER BY 1, 2`;

/** The tables and columns that go with an object when it is dropped with CASCADE; none where it is not there. */
export async function findDependents(
  client: Client,
  object: CascadeObject,
  name: string,
): Promise<readonly Dependent[]> {
  return (await client.query<Dependent>(dependentsSql(object), [name])).rows;
}
