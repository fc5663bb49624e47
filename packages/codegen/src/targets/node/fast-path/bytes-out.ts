import { Decimal } from './prisma.ts';
import type { Decoder } from './values-out.ts';

/** What a value of a row becomes: its text is the bytes from `start` to `end`. */
export type BytesDecoder = (bytes: Buffer, start: number, end: number) => unknown;

/** The text of a value. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end);
}

/**
 * Reads values of common types without making a string of each first. Where a text is
 * not of the usual form, `decode` reads it.
 */
export function bytesDecoder(type: string, decode: Decoder): BytesDecoder {
  switch (type) {
    case 'string':
      return textOf;
    case 'boolean':
      return (bytes, start) => bytes[start] === LETTER_T;
    case 'int':
      return (bytes, start, end) => integer(bytes, start, end) ?? decode(textOf(bytes, start, end));
    case 'datetime':
      return (bytes, start, end) => moment(bytes, start, end) ?? decode(textOf(bytes, start, end));
    case 'decimal':
      return (bytes, start, end) => decimal(bytes, start, end) ?? decode(textOf(bytes, start, end));
    default:
      return (bytes, start, end) => decode(textOf(bytes, start, end));
  }
}

const LETTER_T = 116;
const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const SPACE = 32;

/** Of up to fifteen digits. */
function integer(bytes: Buffer, start: number, end: number): number | undefined {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  if (end - first > 15) return undefined;
  const value = digits(bytes, first, end);
  return isNegative ? -value : value;
}

function digits(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + (bytes[at] as number) - ZERO;
  return value;
}

function two(bytes: Buffer, at: number): number {
  return ((bytes[at] as number) - ZERO) * 10 + (bytes[at + 1] as number) - ZERO;
}

/** `2026-01-12 01:02:11.25+00`, of a year with four digits and in UTC. */
function moment(bytes: Buffer, start: number, end: number): Date | undefined {
  let at = start + 19;
  if (
    end < at ||
    bytes[start + 4] !== MINUS ||
    bytes[start + 10] !== SPACE ||
    (bytes[start] as number) <= ZERO
  )
    return undefined;
  let milliseconds = 0;
  if (at < end && bytes[at] === POINT) {
    at += 1;
    for (let scale = 100; at < end && isDigit(bytes[at] as number); at += 1) {
      milliseconds += ((bytes[at] as number) - ZERO) * scale;
      scale = scale === 100 ? 10 : scale === 10 ? 1 : 0;
    }
  }
  const isUtc =
    at === end ||
    (at === end - 3 && bytes[at] === PLUS && bytes[at + 1] === ZERO && bytes[at + 2] === ZERO);
  if (!isUtc) return undefined;
  const day = dayOf(
    two(bytes, start) * 100 + two(bytes, start + 2),
    two(bytes, start + 5),
    two(bytes, start + 8),
  );
  const minutes = two(bytes, start + 11) * 60 + two(bytes, start + 14);
  return new Date(day * 86_400_000 + (minutes * 60 + two(bytes, start + 17)) * 1000 + milliseconds);
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

/** Days since 1970, of the Gregorian calendar, with years that begin in March. Source: Howard Hinnant, "days_from_civil". */
function dayOf(year: number, month: number, day: number): number {
  const from = month > 2 ? year : year - 1;
  const ofYear = Math.trunc((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    from * 365 +
    Math.trunc(from / 4) -
    Math.trunc(from / 100) +
    Math.trunc(from / 400) +
    ofYear -
    719_468
  );
}

/** A Decimal, as its constructor takes one of its kind: digits in groups of seven on both sides of the point. */
const copied = new Decimal(0) as Decimal & { s: number; e: number; d: number[] };
/** The digits of a group. */
const GROUP = 7;

/** Of up to seven digits on each side of the point. */
function decimal(bytes: Buffer, start: number, end: number): Decimal | undefined {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  let point = first;
  while (point < end && bytes[point] !== POINT) {
    if (!isDigit(bytes[point] as number)) return undefined;
    point += 1;
  }
  const places = end - point - 1;
  if (point === first || point - first > GROUP || places > GROUP) return undefined;
  const whole = digits(bytes, first, point);
  let part = places > 0 ? digits(bytes, point + 1, end) : 0;
  for (let at = Math.max(places, 0); at < GROUP; at += 1) part *= 10;
  copied.s = isNegative ? -1 : 1;
  if (whole === 0) {
    if (part === 0 && isNegative) return undefined;
    copied.e = part === 0 ? 0 : digitsOf(part) - GROUP - 1;
    copied.d = [part];
  } else {
    copied.e = digitsOf(whole) - 1;
    copied.d = part === 0 ? [whole] : [whole, part];
  }
  return new Decimal(copied);
}

function digitsOf(value: number): number {
  let count = 1;
  for (let rest = value; rest >= 10; rest /= 10) count += 1;
  return count;
}
