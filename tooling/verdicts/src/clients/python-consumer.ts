import { type PythonNaming, pythonNaming } from '@schema-service/codegen';
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

/** The same as the TypeScript consumer, but for relations. */
export function pythonConsumer(schema: SchemaModel, module: string): string {
  const naming = pythonNaming(schema);
  return [
    'import datetime',
    'import decimal',
    'import uuid',
    'from typing import assert_never',
    '',
    `from ${module} import Client, enums`,
    '',
    '',
    'def used() -> list[object]:',
    '    return [',
    '        datetime.date,',
    '        decimal.Decimal,',
    '        uuid.UUID,',
    '        assert_never,',
    ...schema.enums.flatMap(({ name, values }) =>
      values.map(
        (value) => `        enums.${naming.enum(name)}.${naming.member(name, value.name)},`,
      ),
    ),
    '    ]',
    ...clientEntities(schema).flatMap((entity) => useEntity(schema, entity)),
    '',
  ].join('\n');
}

function useEntity(schema: SchemaModel, entity: Model | View): readonly string[] {
  const naming = pythonNaming(schema);
  const table = `db.${naming.accessor(entity.name)}`;
  const fields = clientFields(entity);
  const values = (chosen: readonly ClientField[]): string =>
    `{${chosen.map((field) => `"${naming.field(entity.name, field.name)}": ${literal(schema, naming, field)}`).join(', ')}}`;
  const needed = fields.filter(isNeeded);
  return [
    '',
    '',
    `def use_${naming.accessor(entity.name)}(db: Client) -> None:`,
    `    row = ${table}.find_first_or_raise()`,
    ...fields.map(
      (field) =>
        `    _${naming.field(entity.name, field.name)}: ${rowType(naming, field)} = row.${naming.field(entity.name, field.name)}`,
    ),
    ...fields.flatMap((field) => exhaustive(schema, naming, entity.name, field)),
    ...fields
      .filter((field) => field.arity !== 'list' && !isJson(field))
      .flatMap((field) => [
        `    ${table}.find_many(where={"${naming.field(entity.name, field.name)}": ${literal(schema, naming, field)}})`,
        `    ${table}.find_many(order_by={"${naming.field(entity.name, field.name)}": "asc"})`,
        ...(field.arity === 'optional'
          ? [`    ${table}.find_many(where={"${naming.field(entity.name, field.name)}": None})`]
          : []),
      ]),
    ...keysOf(entity).map(
      (key) =>
        `    ${table}.find_unique(${values(fields.filter(({ name }) => key.fields.includes(name)))})`,
    ),
    ...(entity.kind === 'model' && isCreatable(entity)
      ? [
          `    ${table}.create(${values(needed)})`,
          `    ${table}.create(${values(fields)})`,
          ...fields
            .filter((field) => field.arity === 'optional' && !isJson(field))
            .map(
              (field) =>
                `    ${table}.create(${values(needed).slice(0, -1)}${needed.length > 0 ? ', ' : ''}"${naming.field(entity.name, field.name)}": None})`,
            ),
          `    ${table}.update_many(data=${values(fields.filter(isPlain))})`,
        ]
      : []),
  ];
}

/** Lists and Json have updates of their own shape. */
function isPlain(field: ClientField): boolean {
  return field.arity !== 'list' && !isJson(field);
}

function exhaustive(
  schema: SchemaModel,
  naming: PythonNaming,
  entity: string,
  field: ClientField,
): readonly string[] {
  if (field.kind !== 'enum' || field.arity !== 'required' || isTolerant(schema, field.type))
    return [];
  const names = schema.enums.find(({ name }) => name === field.type)?.values ?? [];
  const type = `enums.${naming.enum(field.type)}`;
  return [
    `    match row.${naming.field(entity, field.name)}:`,
    ...names.flatMap(({ name }) => [
      `        case ${type}.${naming.member(field.type, name)}:`,
      '            pass',
    ]),
    '        case other:',
    '            assert_never(other)',
  ];
}

const types: Readonly<Record<string, readonly [type: string, literal: string]>> = {
  String: ['str', '"text"'],
  Boolean: ['bool', 'True'],
  Int: ['int', '1'],
  Float: ['float', '1.5'],
  BigInt: ['int', '1'],
  Decimal: ['decimal.Decimal', 'decimal.Decimal("1.5")'],
  DateTime: ['datetime.datetime', 'datetime.datetime.now()'],
  Json: ['object', '{}'],
  Bytes: ['bytes', 'b""'],
  Uuid: ['uuid.UUID', 'uuid.uuid4()'],
  Date: ['datetime.date', 'datetime.date.today()'],
  Time: ['datetime.time', 'datetime.time()'],
  Timetz: ['datetime.time', 'datetime.time()'],
};

function typeOf(naming: PythonNaming, field: ClientField): readonly [string, string] {
  if (field.kind === 'enum') return [`enums.${naming.enum(field.type)}`, ''];
  return types[field.nativeType.name] ?? types[field.type] ?? ['object', 'None'];
}

function rowType(naming: PythonNaming, field: ClientField): string {
  const [one] = typeOf(naming, field);
  if (field.arity === 'list') return `list[${one}]`;
  return field.arity === 'optional' ? `${one} | None` : one;
}

function literal(schema: SchemaModel, naming: PythonNaming, field: ClientField): string {
  const [type, plain] = typeOf(naming, field);
  const first =
    field.kind === 'enum'
      ? schema.enums.find(({ name }) => name === field.type)?.values[0]?.name
      : undefined;
  const one = first === undefined ? plain : `${type}.${naming.member(field.type, first)}`;
  return field.arity === 'list' ? `[${one}]` : one;
}

function isJson(field: ClientField): boolean {
  return field.kind === 'scalar' && field.type === 'Json';
}
