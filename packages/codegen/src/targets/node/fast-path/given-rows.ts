import { Decimal } from './prisma.ts';
import type { RuntimeDataModel } from './prisma-internals.ts';

/** The rows of a `createMany` that all have the same fields. */
export interface GivenRows {
  /** Model, fields, and the kinds of values that each has. */
  readonly key: string;
  readonly fields: readonly {
    readonly column: string;
    /** The enum that it is of: the plan has the values as the database does, and not those that are given. */
    readonly enum: string | undefined;
  }[];
  /** The values of each row in the order of the fields, as they stand in Prisma's plan. */
  readonly rows: readonly (readonly unknown[])[];
}

/** More values than that are several statements. */
const MOST_VALUES = 32_000;

/** Undefined for rows that differ in their fields, or have values that Prisma has to look at. */
export function givenRows(
  models: RuntimeDataModel,
  model: string,
  args: unknown,
): GivenRows | undefined {
  const { data, skipDuplicates, ...others } = (args ?? {}) as Record<string, unknown>;
  if (!Array.isArray(data) || Object.keys(others).length > 0) return undefined;
  if (skipDuplicates !== undefined && typeof skipDuplicates !== 'boolean') return undefined;
  const names = fieldsOf(data[0]);
  if (names === undefined || names.length * data.length > MOST_VALUES) return undefined;
  const readers = names.map((name) => readerOf(models, model, name));
  const kinds = names.map(() => 0);
  const rows: unknown[][] = [];
  for (const row of data) {
    const own = row === data[0] ? names : fieldsOf(row);
    if (own?.length !== names.length) return undefined;
    const values: unknown[] = [];
    for (let at = 0; at < names.length; at += 1) {
      const given = (row as Record<string, unknown>)[names[at] as string];
      const value = given === null ? null : readers[at]?.read(given);
      if (value === undefined) return undefined;
      kinds[at] = (kinds[at] as number) | kindOf(given);
      values.push(value);
    }
    rows.push(values);
  }
  const fields = readers.map(({ column, enum: type }) => ({ column, enum: type }));
  return { key: JSON.stringify([model, skipDuplicates, names, kinds]), fields, rows };
}

function fieldsOf(row: unknown): readonly string[] | undefined {
  if (row === null || typeof row !== 'object' || !isPlain(row)) return undefined;
  return Object.keys(row);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** By its bit: what is known of a column holds for the kinds that it was learned from. */
function kindOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return 1;
    case 'number':
      return 2;
    case 'bigint':
      return 4;
    case 'boolean':
      return 8;
    default:
      if (value === null) return 16;
      return value instanceof Date
        ? 32
        : Array.isArray(value)
          ? 64
          : Decimal.isDecimal(value)
            ? 128
            : 256;
  }
}

interface FieldReader {
  readonly column: string;
  readonly enum?: string | undefined;
  /** The value as it stands in Prisma's plan; undefined for one that Prisma has to look at. */
  readonly read: (value: unknown) => unknown;
}

const NO_FIELD: FieldReader = { column: '', read: () => undefined };

function readerOf({ models }: RuntimeDataModel, model: string, name: string): FieldReader {
  const field = models[model]?.fields.find((one) => one.name === name);
  if (field === undefined) return NO_FIELD;
  const column = field.dbName ?? name;
  if (field.kind === 'enum') return { column, enum: field.type, read: text };
  const read = field.kind === 'scalar' ? SCALARS[field.type] : undefined;
  return read === undefined ? NO_FIELD : { column, read };
}

const text = (value: unknown): unknown => (typeof value === 'string' ? value : undefined);

const LARGEST_INT = 2_147_483_647;

const integer = (value: unknown): unknown =>
  Number.isInteger(value) && Math.abs(value as number) <= LARGEST_INT ? value : undefined;

const SCALARS: Readonly<Record<string, FieldReader['read']>> = {
  String: text,
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Int: integer,
  BigInt: (value) => (typeof value === 'bigint' ? String(value) : integer(value)),
  Float: (value) => (Number.isFinite(value) ? value : undefined),
  DateTime: (value) =>
    value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined,
  Decimal: decimal,
  Bytes: (value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : undefined,
  Json: (value) =>
    typeof value === 'object' && isJson(value, 0) ? JSON.stringify(value) : undefined,
};

/** Without texts that Prisma writes in another way. */
function decimal(value: unknown): string | undefined {
  if (Decimal.isDecimal(value)) return value.isFinite() ? value.toFixed() : undefined;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && /^(?:0|-?[1-9]\d{0,20})(?:\.\d{1,20})?$/.test(value)
    ? value
    : undefined;
}

const DEEPEST = 10;

/** Whether a value is JSON as it is, and nothing that Prisma writes in its own way. */
function isJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (depth > DEEPEST) return false;
      if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
      return (
        isPlain(value) &&
        Object.keys(value).every(
          (key) =>
            !key.startsWith('$') &&
            key !== 'toJSON' &&
            isJson((value as Record<string, unknown>)[key], depth + 1),
        )
      );
    default:
      return false;
  }
}
