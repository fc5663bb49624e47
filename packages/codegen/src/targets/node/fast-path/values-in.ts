import { randomUUID } from 'node:crypto';
import { type ArgType, type PlanValue, type Scope, unsupported } from './plan.ts';
import { withPostgresYear } from './years.ts';

/** The value of a parameter, for the values of a call. */
export type Argument = (scope: Scope) => unknown;

/** The name of the moment of a call among its values: all `now()` of a call are one. */
export const NOW = '@now';

/** A value of a plan as the driver takes it. */
export function argumentOf(value: PlanValue, type?: ArgType): Argument {
  const encode = type === undefined ? same : argumentsEncoder(type);
  if (value === null || typeof value !== 'object') {
    const constant = encode(value);
    return () => constant;
  }
  if (Array.isArray(value)) {
    if (value.some((item) => item !== null && typeof item === 'object')) unsupported('list');
    const constant = encode(value);
    return () => constant;
  }
  if (!('prisma__type' in value)) return unsupported('object');
  if (value.prisma__type === 'param') {
    const { name } = value.prisma__value;
    return (scope) => encode(scope[name]);
  }
  const { name, args } = value.prisma__value;
  if (name === 'now') return (scope) => encode(scope[NOW]);
  // The others need Prisma's own libraries.
  if (name !== 'uuid' || args[0] !== 4) unsupported(name);
  return () => encode(randomUUID());
}

const same = (value: unknown): unknown => value;

/** What the driver takes for a value of Prisma's. */
export function argumentsEncoder({ scalarType, dbType }: ArgType): (value: unknown) => unknown {
  const one = scalarType === 'datetime' ? instant(dbType) : scalarType === 'bytes' ? bytes : same;
  if (one === same) return same;
  const each = (value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    return Array.isArray(value) ? value.map(each) : one(value);
  };
  return each;
}

function bytes(value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : value;
}

/** With the offset of UTC, whatever the time zone of the session; a column without a time zone ignores it. */
function instant(dbType: string | undefined): (value: unknown) => unknown {
  return (value) => {
    const iso = typeof value === 'string' && USUAL.test(value) ? value : isoOf(value);
    const at = iso.indexOf('T');
    const day = iso.slice(0, at);
    const time = iso.slice(at + 1, -1);
    if (dbType === 'TIME') return time;
    if (dbType === 'TIMETZ') return `${time}+00`;
    const [date, era] = withPostgresYear(day);
    return dbType === 'DATE' ? `${date}${era}` : `${date} ${time}+00${era}`;
  };
}

/** The text of a moment that is no other day in a calendar: not the 30th of February. */
const USUAL =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function isoOf(value: unknown): string {
  return (value instanceof Date ? value : new Date(value as string)).toISOString();
}
