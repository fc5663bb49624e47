import type { Model, SchemaModel, View } from '@schema-service/schema-model';
import {
  type ClientField,
  clientEntities,
  clientFields,
  isCreatable,
  isNeeded,
  isTolerant,
  keysOf,
} from '../plan/visible-model.ts';

/**
 * A module that uses everything a client of the schema offers, as services do:
 * it takes values out of rows into variables of their types, says something for
 * every value of an enum, and gives nulls where they are welcome.
 */
export function typescriptConsumer(schema: SchemaModel, client: string): string {
  return [
    `import { createClient, type Prisma } from '${client}';`,
    `import * as client from '${client}';`,
    `const db = createClient({ connectionString: 'postgresql://localhost/none' });`,
    'export type Used = Prisma.Decimal;',
    ...schema.enums.flatMap(({ name, values }) =>
      values.map(
        (value) => `export const ${name}_${value.name}: string = client.${name}.${value.name};`,
      ),
    ),
    ...clientEntities(schema).flatMap((entity) => useEntity(schema, entity)),
    '',
  ].join('\n');
}

function useEntity(schema: SchemaModel, entity: Model | View): readonly string[] {
  const table = `db.${entity.name.charAt(0).toLowerCase()}${entity.name.slice(1)}`;
  const fields = clientFields(entity);
  const values = (chosen: readonly ClientField[]): string =>
    `{ ${chosen.map((field) => `${field.name}: ${literal(schema, field)}`).join(', ')} }`;
  const relations = entity.fields.filter(
    ({ kind, isIgnored }) => kind === 'relation' && !isIgnored,
  );
  return [
    `export async function use${entity.name}(): Promise<void> {`,
    `  const row = await ${table}.findFirstOrThrow();`,
    ...fields.map(
      (field) => `  const ${field.name}_: ${rowType(schema, field)} = row.${field.name};`,
    ),
    ...fields.flatMap((field) => exhaustive(schema, field)),
    ...fields
      .filter((field) => field.arity !== 'list' && !isJson(field))
      .flatMap((field) => [
        `  await ${table}.findMany({ where: { ${field.name}: ${literal(schema, field)} } });`,
        `  await ${table}.findMany({ orderBy: { ${field.name}: 'asc' } });`,
        ...(field.arity === 'optional'
          ? [`  await ${table}.findMany({ where: { ${field.name}: null } });`]
          : []),
      ]),
    ...keysOf(entity).map((key) => {
      const given = values(fields.filter(({ name }) => key.fields.includes(name)));
      const where = key.fields.length === 1 ? given : `{ ${key.name}: ${given} }`;
      return `  await ${table}.findUnique({ where: ${where} });`;
    }),
    ...relations.map(({ name }) => `  await ${table}.findMany({ include: { ${name}: true } });`),
    ...(entity.kind === 'model' && isCreatable(entity)
      ? writes(schema, entity, table, values)
      : []),
    '}',
  ];
}

function writes(
  schema: SchemaModel,
  model: Model,
  table: string,
  values: (fields: readonly ClientField[]) => string,
): readonly string[] {
  const fields = clientFields(model);
  const needed = fields.filter(isNeeded);
  return [
    `  await ${table}.create({ data: ${values(needed)} });`,
    `  await ${table}.create({ data: ${values(fields)} });`,
    ...fields
      .filter((field) => field.arity === 'optional' && !isJson(field))
      .map(
        ({ name }) => `  await ${table}.create({ data: { ...${values(needed)}, ${name}: null } });`,
      ),
    ...enumWrites(schema, fields, table, needed, values),
    `  await ${table}.updateMany({ data: ${values(fields)} });`,
  ];
}

function enumWrites(
  schema: SchemaModel,
  fields: readonly ClientField[],
  table: string,
  needed: readonly ClientField[],
  values: (fields: readonly ClientField[]) => string,
): readonly string[] {
  return fields.flatMap((field) =>
    enumNames(schema, field).map((name) => {
      const value = field.arity === 'list' ? `['${name}']` : `'${name}'`;
      return `  await ${table}.create({ data: { ...${values(needed)}, ${field.name}: ${value} } });`;
    }),
  );
}

/** A new value has nothing said for it, and the compiler knows. */
function exhaustive(schema: SchemaModel, field: ClientField): readonly string[] {
  const names = enumNames(schema, field);
  if (names.length === 0 || field.arity !== 'required' || isTolerantField(schema, field)) return [];
  const table = names.map((name) => `${name}: '${name}'`).join(', ');
  return [`  const ${field.name}Label: string = { ${table} }[row.${field.name}];`];
}

function isTolerantField(schema: SchemaModel, field: ClientField): boolean {
  return field.kind === 'enum' && isTolerant(schema, field.type);
}

function enumNames(schema: SchemaModel, field: ClientField): readonly string[] {
  if (field.kind !== 'enum') return [];
  return schema.enums.find(({ name }) => name === field.type)?.values.map(({ name }) => name) ?? [];
}

const types: Readonly<Record<string, readonly [type: string, literal: string]>> = {
  String: ['string', "'text'"],
  Boolean: ['boolean', 'true'],
  Int: ['number', '1'],
  Float: ['number', '1.5'],
  BigInt: ['bigint', '1n'],
  Decimal: ['Prisma.Decimal', "'1.5'"],
  DateTime: ['Date', 'new Date()'],
  Json: ['Prisma.JsonValue', '{}'],
  Bytes: ['Uint8Array', 'new Uint8Array()'],
};

function rowType(schema: SchemaModel, field: ClientField): string {
  const names = isTolerantField(schema, field)
    ? ['string']
    : enumNames(schema, field).map((name) => `'${name}'`);
  const one =
    field.kind === 'enum' ? `(${names.join(' | ')})` : (types[field.type]?.[0] ?? 'never');
  if (field.arity === 'list') return `${one}[]`;
  return field.arity === 'optional' ? `${one} | null` : one;
}

function literal(schema: SchemaModel, field: ClientField): string {
  const one =
    field.kind === 'enum'
      ? `'${enumNames(schema, field)[0]}' as const`
      : (types[field.type]?.[1] ?? '');
  return field.arity === 'list' ? `[${one}]` : one;
}

function isJson(field: ClientField): boolean {
  return field.kind === 'scalar' && field.type === 'Json';
}
