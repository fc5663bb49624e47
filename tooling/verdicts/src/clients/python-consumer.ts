import { pythonNames } from '@schema-service/codegen';
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

/** The same as the TypeScript consumer, as far as the Python client goes: it has no relations. */
export function pythonConsumer(schema: SchemaModel, module: string): string {
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
        (value) =>
          `        enums.${pythonNames.className(name)}.${pythonNames.memberName(value.name)},`,
      ),
    ),
    '    ]',
    ...clientEntities(schema).flatMap((entity) => useEntity(schema, entity)),
    '',
  ].join('\n');
}

function useEntity(schema: SchemaModel, entity: Model | View): readonly string[] {
  const table = `db.${pythonNames.accessorName(entity.name)}`;
  const fields = clientFields(entity);
  const values = (chosen: readonly ClientField[]): string =>
    `{${chosen.map((field) => `"${pythonNames.fieldName(field.name)}": ${literal(schema, field)}`).join(', ')}}`;
  const needed = fields.filter(isNeeded);
  return [
    '',
    '',
    `def use_${pythonNames.accessorName(entity.name)}(db: Client) -> None:`,
    `    row = ${table}.find_first_or_raise()`,
    ...fields.map(
      (field) =>
        `    _${pythonNames.fieldName(field.name)}: ${rowType(field)} = row.${pythonNames.fieldName(field.name)}`,
    ),
    ...fields.flatMap((field) => exhaustive(schema, field)),
    ...fields
      .filter((field) => field.arity !== 'list' && !isJson(field))
      .flatMap((field) => [
        `    ${table}.find_many(where={"${pythonNames.fieldName(field.name)}": ${literal(schema, field)}})`,
        `    ${table}.find_many(order_by={"${pythonNames.fieldName(field.name)}": "asc"})`,
        ...(field.arity === 'optional'
          ? [`    ${table}.find_many(where={"${pythonNames.fieldName(field.name)}": None})`]
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
                `    ${table}.create(${values(needed).slice(0, -1)}${needed.length > 0 ? ', ' : ''}"${pythonNames.fieldName(field.name)}": None})`,
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

function exhaustive(schema: SchemaModel, field: ClientField): readonly string[] {
  if (field.kind !== 'enum' || field.arity !== 'required' || isTolerant(schema, field.type))
    return [];
  const names = schema.enums.find(({ name }) => name === field.type)?.values ?? [];
  const type = `enums.${pythonNames.className(field.type)}`;
  return [
    `    match row.${pythonNames.fieldName(field.name)}:`,
    ...names.flatMap(({ name }) => [
      `        case ${type}.${pythonNames.memberName(name)}:`,
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

function typeOf(field: ClientField): readonly [string, string] {
  if (field.kind === 'enum') return [`enums.${pythonNames.className(field.type)}`, ''];
  return types[field.nativeType.name] ?? types[field.type] ?? ['object', 'None'];
}

function rowType(field: ClientField): string {
  const [one] = typeOf(field);
  if (field.arity === 'list') return `list[${one}]`;
  return field.arity === 'optional' ? `${one} | None` : one;
}

function literal(schema: SchemaModel, field: ClientField): string {
  const [type, plain] = typeOf(field);
  const first =
    field.kind === 'enum'
      ? schema.enums.find(({ name }) => name === field.type)?.values[0]?.name
      : undefined;
  const one = first === undefined ? plain : `${type}.${pythonNames.memberName(first)}`;
  return field.arity === 'list' ? `[${one}]` : one;
}

function isJson(field: ClientField): boolean {
  return field.kind === 'scalar' && field.type === 'Json';
}
