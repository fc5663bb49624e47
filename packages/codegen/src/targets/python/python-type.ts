import type { EnumField, ScalarField } from '@schema-service/schema-model';
import { className } from './python-names.ts';
import {
  builtin,
  codecs,
  enums,
  type PythonExpression,
  py,
  symbolsOf,
  types,
} from './python-symbols.ts';

/** How conditions on a type look; the run time's `FilterKind`. */
export type FilterShape = 'equality' | 'ordered' | 'text' | 'json';

/** What a column's type is called in the places where the client speaks of it. */
export interface PythonType {
  /** The part of the names in `fields.py`: `String`, `DateTime`, `EnumRole`. */
  readonly base: string;
  /** The expression for it in `_tables.py`. */
  readonly codec: PythonExpression;
  /** Annotation in rows. */
  readonly row: PythonExpression;
  /** Annotation in inputs, where that takes more. */
  readonly input: PythonExpression;
  readonly filter: FilterShape;
  /** The TypedDict of updates that do arithmetic. */
  readonly operation?: 'IntOperation' | 'FloatOperation' | 'DecimalOperation';
}

const datetime = symbolsOf('datetime');
const decimal = symbolsOf('decimal')('Decimal');
const uuid = symbolsOf('uuid')('UUID');

const STRING = {
  base: 'String',
  row: builtin('str'),
  input: builtin('str'),
  filter: 'text',
} as const;
const INT = { base: 'Int', row: builtin('int'), input: builtin('int'), filter: 'ordered' } as const;
const INT_OPERATION = { ...INT, operation: 'IntOperation' } as const;
const FLOAT = {
  base: 'Float',
  row: builtin('float'),
  input: builtin('float'),
  filter: 'ordered',
  operation: 'FloatOperation',
} as const;
const DECIMAL = {
  row: decimal,
  input: py`${decimal} | ${builtin('int')}`,
  filter: 'ordered',
} as const;
const TIME = { base: 'Time', row: datetime('time'), input: datetime('time'), filter: 'ordered' };
const DATE_TIME = {
  base: 'DateTime',
  row: datetime('datetime'),
  input: datetime('datetime'),
  filter: 'ordered',
} as const;
const JSON_VALUE = {
  base: 'Json',
  row: types('Json'),
  input: types('JsonValue'),
  filter: 'json',
} as const;

/** By the name of the native type, which the SchemaModel always gives. */
const NATIVE_TYPES = {
  BigInt: { ...INT_OPERATION, codec: codecs('BIGINT') },
  Bit: { ...STRING, codec: codecs('BIT') },
  Boolean: {
    base: 'Boolean',
    row: builtin('bool'),
    input: builtin('bool'),
    filter: 'equality',
    codec: codecs('BOOLEAN'),
  },
  ByteA: {
    base: 'Bytes',
    row: types('Bytes'),
    input: types('Bytes'),
    filter: 'equality',
    codec: codecs('BYTEA'),
  },
  Char: { ...STRING, codec: codecs('CHAR') },
  Citext: { ...STRING, codec: codecs('CITEXT') },
  Date: {
    base: 'Date',
    row: datetime('date'),
    input: datetime('date'),
    filter: 'ordered',
    codec: codecs('DATE'),
  },
  Decimal: {
    ...DECIMAL,
    base: 'Decimal',
    operation: 'DecimalOperation',
    codec: codecs('NUMERIC'),
  },
  DoublePrecision: { ...FLOAT, codec: codecs('DOUBLE') },
  Inet: { ...STRING, codec: codecs('INET') },
  Integer: { ...INT_OPERATION, codec: codecs('INTEGER') },
  Json: { ...JSON_VALUE, codec: codecs('JSON') },
  JsonB: { ...JSON_VALUE, codec: codecs('JSONB') },
  Money: { ...DECIMAL, base: 'Money', codec: codecs('MONEY') },
  Oid: { ...INT, base: 'Oid', codec: codecs('OID') },
  Real: { ...FLOAT, codec: codecs('REAL') },
  SmallInt: { ...INT_OPERATION, codec: codecs('SMALLINT') },
  Text: { ...STRING, codec: codecs('TEXT') },
  Time: { ...TIME, codec: codecs('TIME') },
  Timestamp: { ...DATE_TIME, codec: codecs('TIMESTAMP') },
  Timestamptz: { ...DATE_TIME, codec: codecs('TIMESTAMPTZ') },
  Timetz: { ...TIME, codec: codecs('TIMETZ') },
  Uuid: {
    base: 'Uuid',
    row: uuid,
    input: uuid,
    filter: 'ordered',
    codec: codecs('UUID'),
  },
  VarBit: { ...STRING, codec: codecs('BIT') },
  VarChar: { ...STRING, codec: codecs('TEXT') },
  Xml: { ...STRING, codec: codecs('XML') },
} as Readonly<Record<string, PythonType>>;

/** The name in `_tables.py` of the codec of an enum with this class. */
export const enumCodec = (enumClass: string): string => `_enum_${enumClass}`;

/** The Python type of a column, with the class of an enum by that one's name. Throws (a bug) on a native type that the schema language gained. */
export function pythonType(
  field: Pick<ScalarField, 'kind' | 'type' | 'nativeType'> | Pick<EnumField, 'kind' | 'type'>,
  classOf: (enumName: string) => string = className,
): PythonType {
  if (field.kind === 'enum') {
    const enumClass = classOf(field.type);
    return {
      base: `Enum${enumClass}`,
      codec: py`${enumCodec(enumClass)}`,
      row: enums(enumClass),
      input: enums(enumClass),
      filter: 'equality',
    };
  }
  const type = NATIVE_TYPES[field.nativeType.name];
  if (type === undefined) {
    throw new Error(`No Python type for ${field.type} @db.${field.nativeType.name}.`);
  }
  return { ...type, codec: sizedCodec(type.codec, field.nativeType) };
}

/** The codec of a column whose type says how much of a value it keeps. */
function sizedCodec(
  codec: PythonExpression,
  { name, args }: ScalarField['nativeType'],
): PythonExpression {
  const [first, second = 0] = args;
  if (first === undefined) return codec;
  switch (name) {
    case 'Time':
    case 'Timetz':
    case 'Timestamp':
    case 'Timestamptz':
      return first < MICROSECONDS ? sized('with_precision', first) : codec;
    case 'Decimal':
      return first === DEFAULT_DIGITS[0] && second === DEFAULT_DIGITS[1]
        ? codecs('DECIMAL')
        : sized('with_scale', second);
    case 'VarChar':
      return sized('with_length', first);
    default:
      return codec;
  }

  function sized(by: string, size: number): PythonExpression {
    return py`${codecs(by)}(${codec}, ${String(size)})`;
  }
}

/** What Prisma gives a decimal of which the schema says nothing: it reads without the zeros. */
const DEFAULT_DIGITS = [65, 30] as const;

/** The digits of a second that a time has in PostgreSQL and in Python. */
const MICROSECONDS = 6;
