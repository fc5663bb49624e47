import type { Model, ScalarType, SchemaModel } from '@schema-service/schema-model';
import pg from 'pg';
import type { ArgumentValue } from './call.ts';
import { type Column, columnsOf, keyOf } from './schema-facts.ts';

/** The values of a row by the names of its fields; what is null is not there. */
export type ExistingRow = ReadonlyMap<string, ArgumentValue>;
export type ExistingRows = ReadonlyMap<string, readonly ExistingRow[]>;

/** The first rows of every table, in the order of their keys. */
export async function readExistingRows(
  connectionString: string,
  schema: SchemaModel,
): Promise<ExistingRows> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query("SET timezone = 'UTC'");
    const rows = new Map<string, readonly ExistingRow[]>();
    for (const model of schema.models.filter(({ isIgnored }) => !isIgnored)) {
      const order = keyOf(model).map(({ dbName }) => quoted(dbName));
      // As text: JavaScript would round numbers.
      const result = await client.query<{ row: Record<string, string | null> }>(
        `SELECT (SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(to_jsonb(t))) AS row
         FROM ${tableOf(model)} t
         ${order.length > 0 ? `ORDER BY ${order.join(', ')}` : ''} LIMIT 3`,
      );
      rows.set(
        model.name,
        result.rows.map(({ row }) => existingRow(schema, model, row)),
      );
    }
    return rows;
  } finally {
    await client.end();
  }
}

function existingRow(
  schema: SchemaModel,
  model: Model,
  row: Record<string, string | null>,
): ExistingRow {
  const values = new Map<string, ArgumentValue>();
  for (const column of columnsOf(model)) {
    const text = row[column.dbName];
    if (text === null || text === undefined || column.arity === 'list') continue;
    values.set(column.name, argumentValue(schema, column, text));
  }
  return values;
}

function argumentValue(schema: SchemaModel, column: Column, text: string): ArgumentValue {
  if (column.kind === 'scalar') {
    const { type, nativeType } = column;
    const value = sampleOf(type, nativeType.name, text);
    return { kind: 'value', type, nativeType: nativeType.name, value };
  }
  const { values = [] } = schema.enums.find(({ name }) => name === column.type) ?? {};
  const value = values.find(({ dbName }) => dbName === text)?.name;
  return { kind: 'value', type: 'Enum', nativeType: '', enum: column.type, value };
}

/** What the text of JSON says, in the form of a sample value. */
function sampleOf(type: ScalarType, nativeType: string, text: string): unknown {
  switch (type) {
    case 'Boolean':
      return text === 'true';
    case 'Int':
    case 'Float':
      return Number(text);
    case 'Json':
      return JSON.parse(text);
    case 'Bytes':
      return Buffer.from(text.slice(2), 'hex').toString('base64');
    case 'DateTime':
      if (nativeType.startsWith('Timestamp'))
        return new Date(/[+Z]/.test(text) ? text : `${text}Z`).toISOString();
      return nativeType === 'Date'
        ? `${text}T00:00:00.000Z`
        : `1970-01-01T${text.slice(0, 8)}.000Z`;
    default:
      return text;
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const tableOf = ({ namespace, dbName }: Model): string =>
  namespace === undefined ? quoted(dbName) : `${quoted(namespace)}.${quoted(dbName)}`;
