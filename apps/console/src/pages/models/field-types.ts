import type { Field, NativeType } from '@schema-service/schema-model';

/** How a field is written in each language. Undefined where no client has it. */
export interface FieldTypes {
  readonly prisma: string;
  readonly sql: string | undefined;
  readonly typescript: string | undefined;
  readonly python: string | undefined;
}

const spelled: Readonly<Record<string, string>> = {
  DoublePrecision: 'double precision',
  ByteA: 'bytea',
  JsonB: 'jsonb',
};

/** Of rows that the Node client reads. */
const typescript = {
  BigInt: 'bigint',
  Boolean: 'boolean',
  Bytes: 'Uint8Array',
  DateTime: 'Date',
  Decimal: 'Decimal',
  Float: 'number',
  Int: 'number',
  Json: 'JsonValue',
  String: 'string',
} as const;

/** Of rows that the Python client reads: by the column's type, and where that has none of its own by the field's. */
const python: Readonly<Record<string, string>> = {
  Date: 'date',
  Time: 'time',
  Timetz: 'time',
  Money: 'Decimal',
  Uuid: 'UUID',
};
const pythonScalars = {
  BigInt: 'int',
  Boolean: 'bool',
  Bytes: 'bytes',
  DateTime: 'datetime',
  Decimal: 'Decimal',
  Float: 'float',
  Int: 'int',
  Json: 'Json',
  String: 'str',
} as const;

export function fieldTypes(field: Field, enumDbName: (name: string) => string): FieldTypes {
  const { arity, isIgnored } = field;
  const inClients = (types: Pick<FieldTypes, 'typescript' | 'python'>) =>
    isIgnored ? { typescript: undefined, python: undefined } : types;
  const typed = (name: string): string =>
    ({ required: name, optional: `${name} | null`, list: `${name}[]` })[arity];
  const pythonic = (name: string): string =>
    ({ required: name, optional: `${name} | None`, list: `list[${name}]` })[arity];
  const column = (type: string): string =>
    type + { required: ' not null', optional: '', list: '[]' }[arity];
  const prisma = (type: string): string =>
    type + { required: '', optional: '?', list: '[]' }[arity];
  switch (field.kind) {
    case 'scalar': {
      const { type, nativeType } = field;
      return {
        prisma: prisma(type),
        sql: column(sqlType(nativeType)),
        ...inClients({
          typescript: typed(typescript[type]),
          python: pythonic(python[nativeType.name] ?? pythonScalars[type]),
        }),
      };
    }
    case 'enum':
      return {
        prisma: prisma(field.type),
        sql: column(enumDbName(field.type)),
        ...inClients({ typescript: typed(field.type), python: pythonic(field.type) }),
      };
    case 'relation':
      return {
        prisma: prisma(field.type),
        sql: undefined,
        ...inClients({ typescript: typed(field.type), python: pythonic(field.type) }),
      };
    case 'unsupported':
      return {
        prisma: prisma(`Unsupported("${field.databaseType}")`),
        sql: column(field.databaseType),
        typescript: undefined,
        python: undefined,
      };
  }
}

function sqlType({ name, args }: NativeType): string {
  const type = spelled[name] ?? name.toLowerCase();
  return args.length === 0 ? type : `${type}(${args.join(', ')})`;
}

/** The default, as short as it can be written. */
export function defaultText(field: Field): string | undefined {
  if (field.kind === 'relation' || field.default === undefined) return undefined;
  const value = field.default;
  switch (value.kind) {
    case 'literal':
      return literalText(value.value);
    case 'list':
      return `[${value.values.map(literalText).join(', ')}]`;
    case 'enumValue':
      return value.value;
    case 'enumValueList':
      return `[${value.values.join(', ')}]`;
    case 'generated':
      return `${value.generator}(${value.args.join(', ')})`;
    case 'dbgenerated':
      return value.expression === '' ? 'dbgenerated()' : value.expression;
    case 'autoincrement':
    case 'now':
      return `${value.kind}()`;
  }
}

function literalText(
  value:
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'number'; readonly digits: string }
    | { readonly kind: 'boolean'; readonly value: boolean },
): string {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
      return value.digits;
    case 'boolean':
      return String(value.value);
  }
}
