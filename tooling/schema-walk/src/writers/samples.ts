import { quoteText } from '@schema-service/postgres-sql';
import type { ColumnField, SchemaModel } from '@schema-service/schema-model';

/** A value for every number, as SQL of a number's SQL, and as text. */
export interface Sample {
  readonly sql: (n: string) => string;
  readonly text: (n: number) => string;
}

/** A column with the schema that declares it. */
export interface ColumnOf {
  readonly field: ColumnField;
  readonly schema: SchemaModel;
}

/** How many values columns have that need not be distinct. */
const FEW = 1000;

/** Kinds of values, those that the fewest types take behind those that most do. */
const kinds = [
  'text',
  'digits',
  'label',
  'json',
  'uuid',
  'bool',
  'moment',
  'time',
  'bytes',
] as const;

type Kind = (typeof kinds)[number];

/**
 * Values that all the columns take, which may be of several types; undefined where nothing is known that they do.
 *
 * @param isDistinct whether every number has a value of its own, as far as the type goes
 */
export function sampleFor(columns: readonly ColumnOf[], isDistinct: boolean): Sample | undefined {
  const [first] = columns;
  if (first === undefined) return undefined;
  const isList = first.field.arity === 'list';
  if (columns.some(({ field }) => (field.arity === 'list') !== isList)) return undefined;
  const [sample] = kinds
    .filter((kind) => columns.every((column) => takes(column, kind, isDistinct)))
    .flatMap((kind) => samples[kind](columns, isDistinct) ?? []);
  if (sample === undefined || !isList) return sample;
  return {
    sql: (n) => `jsonb_build_array(${sample.sql(n)})`,
    text: (n) => `{"${sample.text(n).replace(/["\\]/g, '\\$&')}"}`,
  };
}

const numbers = new Set([
  'SmallInt',
  'Integer',
  'BigInt',
  'DoublePrecision',
  'Real',
  'Decimal',
  'Money',
  'Oid',
]);
const texts = new Set(['Text', 'VarChar', 'Char', 'Citext']);

function takes({ field, schema }: ColumnOf, kind: Kind, isDistinct: boolean): boolean {
  if (field.kind === 'unsupported') return false;
  if (field.kind === 'enum') return kind === 'label' && labelsOf(field.type, schema).length > 0;
  const { name, args } = field.nativeType;
  if (texts.has(name)) {
    const [length = Number.POSITIVE_INFINITY] = name === 'Char' && args.length === 0 ? [1] : args;
    return length >= lengths[kind];
  }
  switch (kind) {
    case 'label':
    case 'text':
      return false;
    case 'json':
      return name === 'Json' || name === 'JsonB';
    case 'uuid':
      return name === 'Uuid';
    case 'bool':
      return name === 'Boolean';
    case 'moment':
      return (
        ['Timestamp', 'Timestamptz', 'Date'].includes(name) && !(name === 'Date' && isDistinct)
      );
    case 'time':
      return (name === 'Time' || name === 'Timetz') && !isDistinct;
    case 'bytes':
      return name === 'ByteA';
    case 'digits':
      return (
        numbers.has(name) &&
        (name !== 'SmallInt' || !isDistinct) &&
        (!isDistinct || wholeDigits(args) > 6)
      );
  }
}

/** What a text needs room for. */
const lengths: Readonly<Record<Kind, number>> = {
  label: 63,
  json: 20,
  uuid: 36,
  bool: 5,
  moment: 19,
  time: 8,
  bytes: 10,
  digits: 7,
  text: 8,
};

const wholeDigits = ([precision, scale = 0]: readonly number[]): number =>
  precision === undefined ? Number.POSITIVE_INFINITY : precision - scale;

function labelsOf(type: string, { enums }: SchemaModel): readonly string[] {
  return enums.find(({ name }) => name === type)?.values.map(({ dbName }) => dbName) ?? [];
}

const samples: Readonly<
  Record<Kind, (columns: readonly ColumnOf[], isDistinct: boolean) => Sample | undefined>
> = {
  label: (columns) => {
    const sets = columns.flatMap(({ field, schema }) =>
      field.kind === 'enum' ? [labelsOf(field.type, schema)] : [],
    );
    const labels = (sets[0] ?? []).filter((label) => sets.every((set) => set.includes(label)));
    if (labels.length === 0) return undefined;
    const list = labels.map(quoteText).join(', ');
    return {
      sql: (n) => `(ARRAY[${list}])[(1 + (${n}) % ${labels.length})::int]`,
      text: (n) => labels[n % labels.length] ?? '',
    };
  },
  json: () => ({ sql: (n) => `jsonb_build_object('n', ${n})`, text: (n) => `{"n": ${n}}` }),
  uuid: () => ({
    sql: (n) => `'00000000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0')`,
    text: (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
  }),
  bool: () => ({ sql: (n) => `((${n}) % 2 = 0)::text`, text: (n) => String(n % 2 === 0) }),
  moment: () => ({
    sql: (n) =>
      `to_char(timestamp '2024-01-01' + (${n}) * interval '1 second', 'YYYY-MM-DD HH24:MI:SS')`,
    text: (n) =>
      new Date(Date.UTC(2024, 0, 1) + n * 1000).toISOString().slice(0, 19).replace('T', ' '),
  }),
  time: () => ({
    sql: (n) => `'12:00:' || lpad(((${n}) % 60)::text, 2, '0')`,
    text: (n) => `12:00:${String(n % 60).padStart(2, '0')}`,
  }),
  bytes: () => ({
    sql: (n) => `'\\x' || lpad(to_hex(${n}), 8, '0')`,
    text: (n) => `\\x${n.toString(16).padStart(8, '0')}`,
  }),
  digits: (columns, isDistinct) => {
    const room = Math.min(
      ...columns.map(({ field }) =>
        field.kind === 'scalar' && field.nativeType.name === 'Decimal'
          ? wholeDigits(field.nativeType.args)
          : 18,
      ),
    );
    const most = isDistinct ? undefined : Math.min(FEW, 10 ** Math.max(room, 0));
    return {
      sql: (n) => (most === undefined ? `(${n})` : `((${n}) % ${most})`),
      text: (n) => String(most === undefined ? n : n % most),
    };
  },
  text: (_, isDistinct) => ({
    sql: (n) => (isDistinct ? `'t' || (${n})` : `'t' || ((${n}) % ${FEW})`),
    text: (n) => `t${isDistinct ? n : n % FEW}`,
  }),
};
