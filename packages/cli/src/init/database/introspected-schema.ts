import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import type { DatabaseComment } from '@schema-service/migrator';
import { underCurrentNames } from '@schema-service/schema-diff';
import {
  emptySchema,
  type Field,
  introspectSchema,
  parseSchema,
  type SchemaMistake,
  type SchemaModel,
  type View,
} from '@schema-service/schema-model';
import type { Client } from 'pg';
import { columnFacts, indexFacts, withColumnFacts, withIndexFacts } from './catalog-facts.ts';
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
  const columns = await columnFacts(client);
  const indexes = await indexFacts(client);
  const read = await readSchema({ client, connectionString, namespaces });
  const named: SchemaModel = {
    ...emptySchema,
    ...read,
    models: read.models.map((model) => withIndexFacts(withColumnFacts(model, columns), indexes)),
    views: read.views.map((view) => withColumnFacts(view, columns)),
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
    const read = parseIntrospected(content);
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

/**
 * The engine writes indexes that the language refuses, such as a GIN index over a
 * UUID: they stay out of the schema, and the comparison tells of them.
 */
function parseIntrospected(content: string): SchemaModel {
  try {
    return parseSchema([{ path: 'the database', content }]);
  } catch (error) {
    if (!isSchemaServiceError(error) || error.code !== 'SCHEMA_INVALID') throw error;
    const refused = new Set(
      // What `SCHEMA_INVALID` carries.
      ((error.meta?.mistakes ?? []) as readonly SchemaMistake[]).map(({ line }) => line),
    );
    const lines = content.split('\n');
    const isIndex = (line: number): boolean =>
      /^\s*@@(?:index|unique)\(/.test(lines[line - 1] ?? '');
    if (refused.size > 0 && [...refused].every(isIndex))
      return parseIntrospected(lines.filter((_, at) => !refused.has(at + 1)).join('\n'));
    throw new SchemaServiceError(
      {
        code: 'SCHEMA_NOT_INTROSPECTED',
        message: 'The database has something that the schema language refuses.',
        why: error.message,
        fix: 'Report it with the definition of the table. Nothing was changed.',
      },
      { cause: error },
    );
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
