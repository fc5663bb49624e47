import { Decimal } from './prisma.ts';
import { argumentsEncoder } from './values-in.ts';

/** A column of a result, as the driver tells it. */
export interface Column {
  readonly name: string;
  /** The identifier of its type. */
  readonly dataTypeID: number;
}

/** How the driver reads the text of a type of the database. */
export type ParserOf = (type: number) => (text: string) => unknown;

/** A value that Prisma has to look at. */
class Unclear extends Error {}

/**
 * The values of a raw statement as the driver takes them, from what Prisma makes of
 * these; undefined for a list of several kinds. Source: deserializeRawParameters.ts of
 * `@prisma/client` 7.10.
 *
 * @param serialized JSON, with values that it does not have as `{ prisma__type, prisma__value }`
 */
export function rawParameters(serialized: string): readonly unknown[] | undefined {
  const given: readonly unknown[] = JSON.parse(serialized);
  return given.every(isOfOneKind) ? given.map(parameter) : undefined;
}

interface Tagged {
  readonly prisma__type: string;
  readonly prisma__value: unknown;
}

function isTagged(value: unknown): value is Tagged {
  return value !== null && typeof value === 'object' && 'prisma__value' in value;
}

function kindOf(value: unknown): string {
  return isTagged(value) ? value.prisma__type : Array.isArray(value) ? 'list' : 'plain';
}

/** The kind of a list is that of its first value. */
function isOfOneKind(value: unknown): boolean {
  if (!Array.isArray(value)) return true;
  const kinds = new Set(value.map(kindOf));
  return kinds.size <= 1 && !kinds.has('list');
}

function parameter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(parameter);
  if (isTagged(value))
    return encoders[value.prisma__type]?.(`${value.prisma__value}`) ?? `${value.prisma__value}`;
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
}

const encoders: Readonly<Record<string, (value: unknown) => unknown>> = {
  date: argumentsEncoder({ arity: 'scalar', scalarType: 'datetime' }),
  bytes: argumentsEncoder({ arity: 'scalar', scalarType: 'bytes' }),
};

/**
 * The rows of a raw query as Prisma gives them; undefined where it has to say itself what
 * becomes of them: types that it does not know, lists of lists.
 */
export function rawRows(
  columns: readonly Column[],
  texts: readonly (readonly (string | null)[])[],
  parserOf: ParserOf,
): readonly Record<string, unknown>[] | undefined {
  const decoders: ((text: string) => unknown)[] = [];
  for (const { dataTypeID } of columns) {
    const kind = dataTypeID >= FIRST_OF_USERS ? 'same' : KINDS.get(dataTypeID);
    if (kind === undefined) return undefined;
    const parse = parserOf(dataTypeID);
    const finish = FINISH[kind];
    decoders.push(finish === undefined ? parse : (text) => finish(parse(text)));
  }
  const empty: Record<string, unknown> = {};
  for (const { name } of columns) empty[name] = null;
  try {
    return texts.map((row) => {
      const found = { ...empty };
      for (let at = 0; at < columns.length; at += 1) {
        const text = row[at] as string | null;
        found[(columns[at] as Column).name] = text === null ? null : decoders[at]?.(text);
      }
      return found;
    });
  } catch {
    return undefined;
  }
}

/** The first identifier of a type that is not PostgreSQL's own: enums, extensions. Prisma reads these as text. */
const FIRST_OF_USERS = 16_384;

type Kind = 'same' | Exclude<keyof typeof ONE, 'same'> | `${keyof typeof ONE} list`;

/** What becomes of a value as the driver reads it. Source: serialize-sql.ts and deserializeRawResults.ts of Prisma 7.10. */
const ONE = {
  int: (value: unknown): unknown => {
    if (typeof value !== 'number' && typeof value !== 'string') throw new Unclear();
    return Math.trunc(Number(value));
  },
  bigint: (value: unknown): unknown => {
    if (typeof value === 'number') return BigInt(Math.trunc(value));
    if (typeof value !== 'string') throw new Unclear();
    return BigInt(value);
  },
  boolean: (value: unknown): unknown => {
    if (typeof value !== 'boolean') throw new Unclear();
    return value;
  },
  json: (value: unknown): unknown => {
    if (typeof value !== 'string') throw new Unclear();
    return JSON.parse(value);
  },
  bytes: (value: unknown): unknown => {
    if (!Buffer.isBuffer(value)) throw new Unclear();
    return new Uint8Array(value);
  },
  decimal: (value: unknown): unknown => new Decimal(value as string),
  moment: (value: unknown): unknown => new Date(value as string),
  time: (value: unknown): unknown => new Date(`1970-01-01T${value}Z`),
};

const FINISH = Object.fromEntries(
  Object.entries(ONE).flatMap(([kind, one]) => [
    [kind, (value: unknown) => (value === null ? null : one(value))],
    [`${kind} list`, (value: unknown) => listOf(value, one)],
  ]),
) as Readonly<Record<Kind, ((value: unknown) => unknown) | undefined>>;

function listOf(value: unknown, one: (value: unknown) => unknown): unknown {
  if (value === null) return null;
  if (!Array.isArray(value) || value.some(Array.isArray)) throw new Unclear();
  return value.map((item) => (item === null ? null : one(item)));
}

/** What types are to Prisma, by their identifiers. Source: conversion.ts of `@prisma/adapter-pg` 7.10. */
const KINDS: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  ...types('int', 21, 23),
  ...types('bigint', 20, 26),
  ...types('boolean', 16),
  ...types('json', 114, 3802),
  ...types('bytes', 17),
  ...types('decimal', 1700, 790),
  ...types('moment', 1082, 1114, 1184),
  ...types('time', 1083, 1266),
  // Numbers with a fraction, texts of all kinds, and lists of these.
  ...types('same', 700, 701, 2950, 1042, 25, 1043, 1560, 1562, 869, 650, 142, 19),
  ...types('same', 1021, 1022, 1002, 1014, 1009, 1015, 1563, 1561, 1041, 651, 143, 2951),
  ...types('int list', 1005, 1007),
  ...types('bigint list', 1016, 1028),
  ...types('boolean list', 1000),
  ...types('json list', 199, 3807),
  ...types('bytes list', 1001),
  ...types('decimal list', 1231, 791),
  ...types('moment list', 1182, 1115, 1185),
  ...types('time list', 1183),
]);

function types(
  kind: Kind,
  ...identifiers: readonly number[]
): readonly (readonly [number, Kind])[] {
  return identifiers.map((identifier) => [identifier, kind]);
}
