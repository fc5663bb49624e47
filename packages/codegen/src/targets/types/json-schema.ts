import type { Model, SchemaModel, View } from '@schema-service/schema-model';
import { type ClientColumn, isOptionalAtCreate, visibleColumns } from '../../visible-schema.ts';

/** JSON Schema 2020-12, as far as it is written here. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** A row as it is in JSON: moments and decimals and large numbers are texts, bytes are base64. */
export function rowSchema(entity: Model | View, schema: SchemaModel): JsonSchema {
  const columns = visibleColumns(entity);
  return objectSchema(
    entity,
    columns.map((column) => [column, valueSchema(column, schema)]),
    columns.map(({ name }) => name),
  );
}

/** The columns to create a row with, in JSON. */
export function createSchema(model: Model, schema: SchemaModel): JsonSchema {
  const columns = visibleColumns(model);
  return objectSchema(
    model,
    columns.map((column) => [column, valueSchema(column, schema)]),
    columns.filter((column) => !isOptionalAtCreate(column)).map(({ name }) => name),
  );
}

function objectSchema(
  { documentation }: Model | View,
  properties: readonly (readonly [column: ClientColumn, schema: JsonSchema])[],
  required: readonly string[],
): JsonSchema {
  return {
    $schema: DIALECT,
    ...(documentation === undefined ? {} : { description: documentation }),
    type: 'object',
    properties: Object.fromEntries(
      properties.map(([{ name, documentation: text }, value]) => [
        name,
        text === undefined ? value : { description: text, ...value },
      ]),
    ),
    required,
    additionalProperties: false,
  };
}

function valueSchema(column: ClientColumn, schema: SchemaModel): JsonSchema {
  const value = column.kind === 'enum' ? enumSchema(column.type, schema) : scalarSchema(column);
  if (column.arity === 'list') return { type: 'array', items: value };
  return column.arity === 'optional' ? { anyOf: [value, { type: 'null' }] } : value;
}

function enumSchema(name: string, { enums }: SchemaModel): JsonSchema {
  const values = enums.find((one) => one.name === name)?.values ?? [];
  return { enum: values.map((value) => value.name) };
}

/** The numbers that PostgreSQL's type holds. */
const RANGES: Readonly<Record<string, readonly [minimum: number, maximum: number]>> = {
  Integer: [-2_147_483_648, 2_147_483_647],
  Oid: [0, 4_294_967_295],
  SmallInt: [-32_768, 32_767],
};

function scalarSchema({
  type,
  nativeType: { name, args },
}: Extract<ClientColumn, { kind: 'scalar' }>): JsonSchema {
  switch (type) {
    case 'BigInt':
      return { type: 'string', pattern: '^-?\\d+$' };
    case 'Boolean':
      return { type: 'boolean' };
    case 'Bytes':
      return { type: 'string', contentEncoding: 'base64', pattern: '^[A-Za-z0-9+/]*={0,2}$' };
    case 'DateTime':
      return { type: 'string', format: 'date-time' };
    case 'Decimal':
      return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?$' };
    case 'Float':
      return { type: 'number' };
    case 'Int': {
      const [minimum, maximum] = RANGES[name] ?? RANGES.Integer ?? [];
      return { type: 'integer', minimum, maximum };
    }
    case 'Json':
      return {};
    case 'String':
      if (name === 'Uuid') return { type: 'string', format: 'uuid' };
      return name === 'VarChar' && args[0] !== undefined
        ? { type: 'string', maxLength: args[0] }
        : { type: 'string' };
  }
}
