import type { DatabaseComment } from '@schema-service/migrator';
import { underCurrentNames } from '@schema-service/schema-diff';
import {
  emptySchema,
  type Field,
  type Index,
  introspectSchema,
  type Model,
  type PrimaryKey,
  parseSchema,
  type SchemaModel,
  type UniqueConstraint,
  type View,
} from '@schema-service/schema-model';
import type { Client } from 'pg';
import { namesFor, withRelationNames } from './names-for.ts';
import { plainNames } from './plain-names.ts';

/** A copy of the database, in which views may be made. */
export interface DatabaseCopy {
  readonly client: Client;
  readonly connectionString: string;
  /** PostgreSQL's schemas of it. */
  readonly namespaces: readonly string[];
}

/**
 * A database in the schema language: models, fields and enums under the names
 * that they would be written with, its comments as documentation, materialized
 * views as views, and generated columns as made by the database.
 */
export async function introspectedSchema(
  { client, connectionString, namespaces }: DatabaseCopy,
  comments: readonly DatabaseComment[],
): Promise<SchemaModel> {
  const facts = await columnFacts(client);
  const indexes = await indexFacts(client);
  const read = await readSchema({ client, connectionString, namespaces });
  const named: SchemaModel = {
    ...emptySchema,
    ...read,
    models: read.models.map((model) =>
      withIndexFacts(
        {
          ...model,
          fields: model.fields.map((field) => {
            const place = [model.namespace ?? 'public', model.dbName, field.dbName];
            return asInDatabase(field, facts.get(JSON.stringify(place)));
          }),
        },
        indexes,
      ),
    ),
  };
  const renamed = underCurrentNames(named, namesFor(named), { databaseNames: 'kept' });
  return withDocumentation(withRelationNames(renamed), comments);
}

/** As Prisma's engine reads it, with the names that the database has in it. */
async function readSchema({
  client,
  connectionString,
  namespaces,
}: DatabaseCopy): Promise<SchemaModel> {
  const materialized = await asViews(client);
  try {
    await using names = await plainNames(client);
    const isPublic = namespaces.length === 1 && namespaces[0] === 'public';
    const content = await introspectSchema(connectionString, isPublic ? {} : { namespaces });
    const read = parseSchema([{ path: 'the database', content }]);
    return withActualNames(
      read,
      (name) => {
        const actual = names.actual(name);
        return materialized.find(({ alias }) => alias === actual)?.name ?? actual;
      },
      names.inSql,
    );
  } finally {
    for (const { view } of materialized) await client.query(`DROP VIEW ${view}`);
  }
}

function withActualNames(
  schema: SchemaModel,
  actual: (name: string) => string,
  inSql: (sql: string) => string,
): SchemaModel {
  const named = <Part extends { readonly dbName: string }>(part: Part): Part => ({
    ...part,
    dbName: actual(part.dbName),
  });
  const fields = (all: readonly Field[]): readonly Field[] =>
    all.map((field) => (field.kind === 'relation' ? field : named(field)));
  return {
    ...schema,
    enums: schema.enums.map((one) => ({ ...named(one), values: one.values.map(named) })),
    models: schema.models.map((model) => ({
      ...named(model),
      fields: fields(model.fields),
      indexes: model.indexes.map((index) =>
        index.where === undefined ? index : { ...index, where: inSql(index.where) },
      ),
    })),
    views: schema.views.map((view) => ({ ...named(view), fields: fields(view.fields) })),
  };
}

interface MaterializedAsView {
  readonly name: string;
  /** As SQL names the view in its place. */
  readonly view: string;
  readonly alias: string;
}

/** Prisma's engine does not see materialized views: a view on each it does. */
async function asViews(client: Client): Promise<readonly MaterializedAsView[]> {
  const { rows } = await client.query<MaterializedAsView & { readonly sql: string }>(`
    SELECT c.relname::text AS name, alias, format('%I.%I', nspname, alias) AS view,
      format('CREATE VIEW %I.%I AS SELECT * FROM %I.%I', nspname, alias, nspname, relname) AS sql
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
      CROSS JOIN LATERAL (SELECT 'materialized_view_' || c.oid AS alias) a
    WHERE relkind = 'm'`);
  for (const { sql } of rows) await client.query(sql);
  return rows;
}

/** What Prisma's engine does not tell of a column. */
interface ColumnFacts {
  readonly place: readonly string[];
  readonly isGenerated: boolean;
  /** Whether its type has no precision of its own, such as the 6 of `timestamp(6)`. */
  readonly isPlain: boolean;
}

async function columnFacts(client: Client): Promise<ReadonlyMap<string, ColumnFacts>> {
  const { rows } = await client.query<ColumnFacts>(`
    SELECT ARRAY[nspname, relname, attname]::text[] AS place, attgenerated <> '' AS "isGenerated", atttypmod = -1 AS "isPlain"
    FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
    WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema'`);
  return new Map(rows.map((row) => [JSON.stringify(row.place), row]));
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
interface IndexFacts {
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

async function indexFacts(client: Client): Promise<readonly IndexFacts[]> {
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
function withIndexFacts(model: Model, all: readonly IndexFacts[]): Model {
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

/** Comments in the place of what the engine says about its own limits. */
function withDocumentation(schema: SchemaModel, comments: readonly DatabaseComment[]): SchemaModel {
  const texts = new Map(comments.map(({ path, text }) => [JSON.stringify(path), text.trim()]));
  const documented = <Part extends { readonly documentation?: string }>(
    { documentation: _, ...part }: Part,
    path: readonly string[],
  ): Part => {
    const text = texts.get(JSON.stringify(path));
    // What was taken out is optional.
    return (text === undefined || text === '' ? part : { ...part, documentation: text }) as Part;
  };
  const entity = <Part extends SchemaModel['models'][number] | View>(one: Part): Part => {
    const place = [one.namespace ?? 'public', one.dbName];
    const fields = one.fields.map((field) =>
      documented(field, field.kind === 'relation' ? [] : [...place, field.dbName]),
    );
    return documented({ ...one, fields }, place);
  };
  return {
    ...schema,
    models: schema.models.map(entity),
    views: schema.views.map(entity),
    enums: schema.enums.map((one) => documented(one, [one.namespace ?? 'public', one.dbName])),
  };
}
