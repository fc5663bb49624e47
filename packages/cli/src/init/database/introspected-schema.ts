import type { DatabaseComment } from '@schema-service/migrator';
import { underCurrentNames } from '@schema-service/schema-diff';
import {
  emptySchema,
  type Field,
  introspectSchema,
  parseSchema,
  type SchemaModel,
  type View,
} from '@schema-service/schema-model';
import type { Client } from 'pg';
import { namesFor, withRelationNames } from './names-for.ts';

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
  const materialized = await asViews(client);
  const isPublic = namespaces.length === 1 && namespaces[0] === 'public';
  const text = await introspectSchema(connectionString, isPublic ? {} : { namespaces });
  for (const { view } of materialized) await client.query(`DROP VIEW ${view}`);
  const content = withNames(text);
  const read = parseSchema([{ path: 'the database', content }]);
  const generated = await generatedColumns(client);
  const named = {
    ...emptySchema,
    ...read,
    models: read.models.map((model) => ({
      ...model,
      fields: model.fields.map((field) => {
        const place = [model.namespace ?? 'public', model.dbName, field.dbName];
        return generated.has(JSON.stringify(place)) ? madeByDatabase(field) : field;
      }),
    })),
    views: read.views.map((view) => underOwnName(view, materialized)),
  };
  const renamed = underCurrentNames(named, namesFor(named), { databaseNames: 'kept' });
  return withDocumentation(withRelationNames(renamed), comments);
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

function underOwnName(view: View, materialized: readonly MaterializedAsView[]): View {
  const found = materialized.find(({ alias }) => alias === view.dbName);
  return found === undefined ? view : { ...view, dbName: found.name };
}

/** The engine has none for a name without a letter of ASCII, and leaves such columns and values out as comments. */
function withNames(text: string): string {
  let count = 0;
  return text
    .replace(/^(model|view|enum)\s+\{$/gm, (_, kind: string) => `${kind} unnamed${++count} {`)
    .replace(
      /^(\s+)\/\/ \S+( .*@map\(".*)$/gm,
      (_, space: string, rest: string) => `${space}unnamed${++count}${rest}`,
    );
}

async function generatedColumns(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ readonly place: readonly string[] }>(`
    SELECT ARRAY[nspname, relname, attname]::text[] AS place FROM pg_catalog.pg_attribute
      JOIN pg_catalog.pg_class c ON c.oid = attrelid JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
    WHERE attgenerated <> ''`);
  return new Set(rows.map(({ place }) => JSON.stringify(place)));
}

/** The expression is the migration's own business. */
function madeByDatabase(field: Field): Field {
  return field.kind === 'relation' || field.kind === 'unsupported'
    ? field
    : { ...field, default: { kind: 'dbgenerated', expression: '' } };
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
