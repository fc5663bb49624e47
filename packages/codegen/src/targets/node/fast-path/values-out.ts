import { type Enums, type FieldType, unsupported } from './plan.ts';
import { Decimal, parseArray } from './prisma.ts';
import { withIsoYear } from './years.ts';

/** What a text of the server becomes. */
export type Decoder = (text: string | null) => unknown;

/** What becomes of a value that an enum does not have: kept as it is, or an error is raised. */
export type UnknownEnumValues = 'keep' | 'raise';

/** The decoder of a field's type. A list that is NULL reads as an empty one. */
export function decoderOf(type: FieldType, enums: Enums, unknown: UnknownEnumValues): Decoder {
  const one = type.type === 'enum' ? enumDecoder(type, enums, unknown) : SCALARS[type.type];
  if (one === undefined) return unsupported(type.type);
  if (type.arity === 'list') return (text) => (text === null ? [] : parseArray(text, one));
  return (text) => (text === null ? null : one(text));
}

const text = (value: string): string => value;

const SCALARS: Readonly<Record<string, (text: string) => unknown>> = {
  string: text,
  unsupported: text,
  int: (value) => Math.trunc(Number(value)),
  bigint: BigInt,
  float: Number,
  boolean: (value) => value === 't',
  json: (value) => JSON.parse(value),
  datetime: instant,
  decimal: (value) => new Decimal(value.startsWith('$') ? value.slice(1) : value),
  bytes,
};

/** `\\x00ff`, or where bytea_output is escape: bytes as octal numbers behind a backslash, and a backslash as two. */
function bytes(value: string): Uint8Array {
  if (value.startsWith('\\x')) return new Uint8Array(Buffer.from(value.slice(2), 'hex'));
  const latin = value.replace(/\\(?:(\d{3})|\\)/g, (_, octal: string | undefined) =>
    octal === undefined ? '\\' : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return new Uint8Array(Buffer.from(latin, 'latin1'));
}

function enumDecoder(
  { name = '' }: FieldType,
  enums: Enums,
  unknown: UnknownEnumValues,
): (text: string) => unknown {
  const values = enums[name] ?? {};
  return (value) => {
    const found = Object.hasOwn(values, value) ? values[value] : undefined;
    if (found !== undefined) return found;
    // Prisma says what is wrong.
    return unknown === 'keep' ? value : unsupported(value);
  };
}

/** `2026-01-12 01:02:11.25+00` and other texts of PostgreSQL for dates, times and moments. */
export function instant(value: string): Date {
  // The usual text, without a detour over ISO.
  if (
    value.charCodeAt(4) === DASH &&
    value.charCodeAt(10) === SPACE &&
    value.charCodeAt(0) > ZERO
  ) {
    let at = 19;
    let milliseconds = 0;
    if (value.charCodeAt(at) === POINT) {
      at += 1;
      for (let scale = 100; isDigit(value.charCodeAt(at)); at += 1, scale = Math.trunc(scale / 10))
        milliseconds += (value.charCodeAt(at) - ZERO) * scale;
    }
    if (at === value.length || value.endsWith('+00')) {
      return new Date(
        Date.UTC(
          two(value, 0) * 100 + two(value, 2),
          two(value, 5) - 1,
          two(value, 8),
          two(value, 11),
          two(value, 14),
          two(value, 17),
          milliseconds,
        ),
      );
    }
  }
  return slowInstant(value);
}

const ZERO = 48;
const DASH = 45;
const SPACE = 32;
const POINT = 46;

const isDigit = (code: number): boolean => code >= ZERO && code <= ZERO + 9;

function two(value: string, at: number): number {
  return (value.charCodeAt(at) - ZERO) * 10 + value.charCodeAt(at + 1) - ZERO;
}

/** Of a session in another time zone, of a year that has not four digits, of a date, of a time. */
function slowInstant(text: string): Date {
  const value = withIsoYear(text);
  if (!value.includes(':')) return new Date(`${value}T00:00:00Z`);
  const [offset = '', sign, hours = 0, minutes = 0, seconds = 0] =
    /([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(value) ?? [];
  const local = value.slice(0, value.length - offset.length);
  const iso = local.charAt(2) === ':' ? `1970-01-01T${local}Z` : `${local.replace(' ', 'T')}Z`;
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const at = new Date(iso);
  if (size === 0) return at;
  const moved = at.getTime() - (sign === '-' ? -size : size) * 1000;
  // A time of the day has no date to move to.
  return new Date(local.charAt(2) === ':' ? (moved + DAY) % DAY : moved);
}

const DAY = 86_400_000;
