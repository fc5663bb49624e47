import { columnsOf, type SchemaModel, type View } from '@schema-service/schema-model';
import type { Client } from 'pg';

/** A materialized view of a database. */
export interface MaterializedView {
  /** Keeps through renames. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  /** Their names, sorted. */
  readonly columns: readonly string[];
}

const viewsQuery = `
  SELECT c.oid::text AS id, n.nspname::text AS namespace, c.relname::text AS name,
    ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attname::text COLLATE "C") AS columns
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind = 'm'`;

/** Reads the materialized views, which Prisma's engine does not see. */
export async function readMaterializedViews(client: Client): Promise<readonly MaterializedView[]> {
  return (await client.query<MaterializedView>(viewsQuery)).rows;
}

/** A view of a schema, with the id of the one in the database that it stands for. */
export interface KnownView {
  readonly id: string;
  readonly view: View;
}

const namespaceOf = ({ namespace = 'public' }: View): string => namespace;

/** The views of a schema that are materialized in a database. */
export function knownViews(
  { views }: SchemaModel,
  found: readonly MaterializedView[],
): readonly KnownView[] {
  return found.flatMap(({ id, namespace, name }) => {
    const view = views.find((one) => one.dbName === name && namespaceOf(one) === namespace);
    return view === undefined ? [] : [{ id, view }];
  });
}

/**
 * What the materialized views of a database are in the schema language: as a
 * schema declares them, where they have its columns, or else as they were known
 * before, under the names that they have now.
 */
export function declaredViews(
  schema: SchemaModel,
  found: readonly MaterializedView[],
  before: readonly KnownView[],
): readonly View[] {
  const declared = new Map(knownViews(schema, found).map(({ id, view }) => [id, view]));
  const known = new Map(before.map(({ id, view }) => [id, view]));
  return found.flatMap((one) => {
    const now = declared.get(one.id);
    const was = known.get(one.id);
    if (now !== undefined && (was === undefined || hasColumns(now, one))) return [now];
    return was === undefined ? [] : [moved(was, one)];
  });
}

const hasColumns = (view: View, { columns }: MaterializedView): boolean =>
  columnsOf(view)
    .map(({ dbName }) => dbName)
    .sort()
    .join('\n') === columns.join('\n');

function moved(view: View, { namespace, name }: MaterializedView): View {
  const isPlaced = view.namespace !== undefined || namespace !== 'public';
  return { ...view, dbName: name, ...(isPlaced ? { namespace } : {}) };
}
