import type { Rename } from '@schema-service/schema-diff';
import { columnsOf, type RelationSide, type SchemaModel } from '@schema-service/schema-model';
import type { Client } from 'pg';

/** PostgreSQL's own ids of tables, columns, types and values, which a rename keeps, by their names. */
export type DatabaseIds = ReadonlyMap<string, string>;

/** A database at one moment: its schema, as it was read, and the ids behind its names. */
export interface DatabaseReading {
  readonly schema: SchemaModel;
  readonly ids: DatabaseIds;
}

const idsQuery = `
  WITH tables AS (
    SELECT c.oid, n.nspname, c.relname
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm')
  ), enums AS (
    SELECT t.oid, n.nspname, t.typname
    FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    WHERE t.typtype = 'e'
  )
  SELECT ARRAY['table', nspname, relname]::text[] AS name, oid::text AS id FROM tables
  UNION ALL
  SELECT ARRAY['column', nspname, relname, attname]::text[], concat_ws('.', attrelid, attnum)
  FROM pg_catalog.pg_attribute JOIN tables ON tables.oid = attrelid
  WHERE attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT ARRAY['enum', nspname, typname]::text[], oid::text FROM enums
  UNION ALL
  SELECT ARRAY['value', nspname, typname, enumlabel]::text[], pg_enum.oid::text
  FROM pg_catalog.pg_enum JOIN enums ON enums.oid = enumtypid`;

/** Reads the ids of everything that can be renamed. */
export async function readIds(client: Client): Promise<DatabaseIds> {
  const { rows } = await client.query<{ name: readonly string[]; id: string }>(idsQuery);
  return new Map(rows.map(({ name, id }) => [JSON.stringify(name), `${name[0]} ${id}`]));
}

/**
 * The renames that lead from the names in a later reading of a database back to those in an earlier
 * one. Names alone do not tell: they may have been exchanged, or passed on.
 */
export function formerNames(before: DatabaseReading, after: DatabaseReading): readonly Rename[] {
  const former = new Map(partsIn(before).map((part) => [part.id, part]));
  return partsIn(after).flatMap(({ id, owner, name }): Rename[] => {
    const was = former.get(id);
    if (was === undefined || was.name === name) return [];
    return [{ from: pathOf(owner, name), to: pathOf(was.owner, was.name) }];
  });
}

/** A declaration, and PostgreSQL's id of what it stands for. */
interface IdentifiedPart {
  readonly id: string;
  readonly owner?: string;
  readonly name: string;
}

const pathOf = (owner: string | undefined, name: string): string =>
  owner === undefined ? name : `${owner}.${name}`;

function partsIn({ schema, ids }: DatabaseReading): readonly IdentifiedPart[] {
  const part = (key: readonly string[], name: string, owner?: string): IdentifiedPart[] => {
    const id = ids.get(JSON.stringify(key));
    if (id === undefined) return [];
    return [{ id, name, ...(owner === undefined ? {} : { owner }) }];
  };
  const entities = [...schema.models, ...schema.views].flatMap((entity) => {
    const { name, dbName, namespace = 'public' } = entity;
    return [
      ...part(['table', namespace, dbName], name),
      ...columnsOf(entity).flatMap((column) =>
        part(['column', namespace, dbName, column.dbName], column.name, name),
      ),
    ];
  });
  const enums = schema.enums.flatMap(({ name, dbName, namespace = 'public', values }) => [
    ...part(['enum', namespace, dbName], name),
    ...values.flatMap((value) =>
      part(['value', namespace, dbName, value.dbName], value.name, name),
    ),
  ]);
  // A field that is a side of a join table is known by the column that leads to its own model.
  const sides = schema.relations.flatMap((relation) => {
    if (relation.kind !== 'joinTable') return [];
    const { a, b, dbName, namespace = 'public' } = relation;
    const side = (column: string, { entity, field }: RelationSide) =>
      part(['column', namespace, dbName, column], field, entity);
    return [...side('A', a), ...side('B', b)];
  });
  return [...enums, ...entities, ...sides];
}
