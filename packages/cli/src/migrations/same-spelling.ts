import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import {
  type ColumnField,
  columnsOf,
  type DefaultValue,
  type Field,
  type Index,
  isColumn,
  type Model,
  type SchemaModel,
} from '@schema-service/schema-model';
import type { Client } from 'pg';

/**
 * The schema of a database with the defaults and the conditions of partial indexes as another
 * schema spells them, where PostgreSQL makes the same of both: it does not keep the spelling
 * that it was given.
 *
 * @param client of the database, where nothing is left changed
 * @param read what the database has
 * @param like whose spelling is kept
 */
export async function inSameSpelling(
  client: Client,
  read: SchemaModel,
  like: SchemaModel,
): Promise<SchemaModel> {
  const models: Model[] = [];
  for (const model of read.models) {
    const other = counterpart(like.models, model);
    models.push(other === undefined ? model : await modelInSpelling(client, model, other));
  }
  return { ...read, models };
}

interface Named {
  readonly name?: string;
  readonly dbName: string;
}

/** By its name in the schema, or else by that in the database. */
const counterpart = <Part extends Named>(parts: readonly Part[], part: Named): Part | undefined =>
  parts.find(({ name }) => name !== undefined && name === part.name) ??
  parts.find(({ dbName }) => dbName === part.dbName);

async function modelInSpelling(client: Client, model: Model, like: Model): Promise<Model> {
  const fields: Field[] = [];
  for (const field of model.fields) {
    const value = isColumn(field)
      ? await sameDefault(client, model, field, counterpart(columnsOf(like), field))
      : undefined;
    // A column of any kind may have a default that the database makes.
    fields.push(value === undefined ? field : ({ ...field, default: value } as Field));
  }
  const indexes: Index[] = [];
  for (const index of model.indexes) {
    const where = counterpart(like.indexes, index)?.where;
    const isSame = where !== undefined && (await hasCondition(client, model, index, where));
    indexes.push(isSame ? { ...index, where } : index);
  }
  return { ...model, fields, indexes };
}

/** The default that the other field has in another spelling; undefined where it is the same, or another. */
async function sameDefault(
  client: Client,
  model: Model,
  field: ColumnField,
  other: ColumnField | undefined,
): Promise<DefaultValue | undefined> {
  const value = other?.default;
  if (value?.kind !== 'dbgenerated' || value.expression === '') return undefined;
  const { default: current } = field;
  if (current === undefined) return undefined;
  if (current.kind === 'dbgenerated' && current.expression === value.expression) return undefined;
  const table = tableSql(model);
  const column = `attrelid = ${quoteText(table)}::regclass AND attname = ${quoteText(field.dbName)}`;
  const [before, after] = await texts(client, {
    text: `SELECT pg_get_expr(adbin, adrelid) AS text FROM pg_attrdef
      JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum WHERE ${column}`,
    change: `ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(field.dbName)} SET DEFAULT ${value.expression}`,
  });
  return before !== undefined && before === after ? value : undefined;
}

/** Whether the index has this condition, in whatever spelling. */
async function hasCondition(
  client: Client,
  model: Model,
  { dbName, where: current }: Index,
  where: string,
): Promise<boolean> {
  if (current === undefined || current === where) return false;
  const schema = quoteIdentifier(model.namespace ?? 'public');
  const index = `${schema}.${quoteIdentifier(dbName)}`;
  const [before, after] = await texts(client, {
    text: `SELECT pg_get_expr(indpred, indrelid) AS text FROM pg_index WHERE indexrelid = ${quoteText(index)}::regclass`,
    change: `DROP INDEX ${index}; CREATE INDEX ${quoteIdentifier(dbName)} ON ${tableSql(model)} ((1)) WHERE ${where}`,
  });
  return before !== undefined && before === after;
}

const tableSql = ({ namespace = 'public', dbName }: Model): string =>
  `${quoteIdentifier(namespace)}.${quoteIdentifier(dbName)}`;

interface Comparison {
  /** Asks for one `text`. */
  readonly text: string;
  readonly change: string;
}

/** A text before a change and after it, which is taken back. Neither where PostgreSQL refuses the change. */
async function texts(
  client: Client,
  { text, change }: Comparison,
): Promise<readonly (string | undefined)[]> {
  const ask = async (): Promise<string | undefined> =>
    (await client.query<{ text: string | null }>(text)).rows[0]?.text ?? undefined;
  await client.query('BEGIN');
  try {
    const before = await ask();
    await client.query(change);
    return [before, await ask()];
  } catch (error) {
    if (error instanceof Error && 'severity' in error) return [];
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}
