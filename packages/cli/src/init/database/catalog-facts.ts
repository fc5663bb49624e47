import type {
  Field,
  Index,
  Model,
  PrimaryKey,
  UniqueConstraint,
  View,
} from '@schema-service/schema-model';
import type { Client } from 'pg';

/** What Prisma's engine does not tell of a column. */
export interface ColumnFacts {
  readonly place: readonly string[];
  readonly isGenerated: boolean;
  /** Whether its type has no precision of its own, such as the 6 of `timestamp(6)`. */
  readonly isPlain: boolean;
}

/** By the JSON of schema, table and column. */
export async function columnFacts(client: Client): Promise<ReadonlyMap<string, ColumnFacts>> {
  const { rows } = await client.query<ColumnFacts>(`
    SELECT ARRAY[nspname, relname, attname]::text[] AS place, attgenerated <> '' AS "isGenerated", atttypmod = -1 AS "isPlain"
    FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
    WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm') AND nspname !~ '^pg_' AND nspname <> 'information_schema'`);
  return new Map(rows.map((row) => [JSON.stringify(row.place), row]));
}

/** A model or a view with what its columns are. */
export function withColumnFacts<Entity extends Model | View>(
  entity: Entity,
  facts: ReadonlyMap<string, ColumnFacts>,
): Entity {
  const { namespace = 'public', dbName } = entity;
  const factsOf = (field: Field): ColumnFacts | undefined =>
    facts.get(JSON.stringify([namespace, dbName, field.dbName]));
  return { ...entity, fields: entity.fields.map((field) => asInDatabase(field, factsOf(field))) };
}

/** The expression of a generated column is the migration's own business; the engine says 6 where a time has no precision. */
function asInDatabase(field: Field, facts: ColumnFacts | undefined): Field {
  if (facts === undefined || field.kind === 'relation' || field.kind === 'unsupported')
    return field;
  const made: Field = facts.isGenerated
    ? { ...field, default: { kind: 'dbgenerated', expression: '' } }
    : field;
  if (made.kind !== 'scalar' || made.type !== 'DateTime' || !facts.isPlain) return made;
  return { ...made, nativeType: { ...made.nativeType, args: [] } };
}

/** What Prisma's engine does not tell of an index. */
export interface IndexFacts {
  readonly name: string;
  readonly namespace: string;
  /** How many columns its key has; the others it carries. */
  readonly keys: number;
  readonly columns: number;
  /** Whether it is that of a primary key or a unique constraint. */
  readonly isConstraint: boolean;
  /** Operator classes of a B-tree that are not those of their types, by column. */
  readonly ops: readonly (string | null)[];
}

export async function indexFacts(client: Client): Promise<readonly IndexFacts[]> {
  const { rows } = await client.query<IndexFacts>(`
    SELECT c.relname::text AS name, nspname::text AS namespace, indnkeyatts::int AS keys, indnatts::int AS columns,
      EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conindid = indexrelid) AS "isConstraint",
      ARRAY(SELECT CASE WHEN NOT opcdefault AND amname = 'btree' THEN opcname::text END
        FROM unnest(indclass) WITH ORDINALITY AS class (oid, at) JOIN pg_catalog.pg_opclass o ON o.oid = class.oid
        ORDER BY at) AS ops
    FROM pg_catalog.pg_index JOIN pg_catalog.pg_class c ON c.oid = indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace JOIN pg_catalog.pg_am a ON a.oid = relam
    WHERE nspname !~ '^pg_'`);
  return rows;
}

/** The engine takes the columns that an index carries for a part of its key, and passes over classes of B-trees. */
export function withIndexFacts(model: Model, all: readonly IndexFacts[]): Model {
  const factsOf = (dbName: string): IndexFacts | undefined =>
    all.find(
      ({ name, namespace }) => name === dbName && namespace === (model.namespace ?? 'public'),
    );
  const key = <Key extends PrimaryKey | UniqueConstraint>(one: Key): Key => {
    const { keys = one.fields.length, columns = keys } = factsOf(one.dbName) ?? {};
    if (keys === columns) return one;
    const fields = one.fields.slice(0, keys);
    return { ...one, fields, name: fields.map(({ name }) => name).join('_') };
  };
  const isSaid = ({ dbName }: { readonly dbName: string }): boolean => {
    const facts = factsOf(dbName);
    return facts === undefined || facts.isConstraint || facts.keys === facts.columns;
  };
  const index = (one: Index): Index => {
    const ops = factsOf(one.dbName)?.ops ?? [];
    const fields = one.fields.map((field, at) => {
      const name = ops[at];
      return typeof name === 'string' ? { ...field, ops: `raw(${JSON.stringify(name)})` } : field;
    });
    return { ...one, fields };
  };
  const { primaryKey, uniques, indexes } = model;
  return {
    ...model,
    ...(primaryKey === undefined ? {} : { primaryKey: key(primaryKey) }),
    uniques: uniques.filter(isSaid).map(key),
    indexes: indexes.filter(isSaid).map(index),
  };
}
