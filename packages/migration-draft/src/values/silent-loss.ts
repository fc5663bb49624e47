import type { ColumnField, NativeType } from '@schema-service/schema-model';
import { type Family, familyOf } from './families.ts';

/** What a cast does to values without a word: it neither keeps them nor fails. */
export interface SilentLoss {
  /** What a person decides, as the end of "decide on ...". */
  readonly about: string;
  /** As the end of "Loses ...". */
  readonly loses: string;
}

/**
 * What is lost in silence where a column takes another type. Undefined where every value stays what
 * it is, or the cast fails at one that does not: PostgreSQL then says so itself.
 */
export function silentLoss(
  column: string,
  before: ColumnField,
  after: ColumnField,
): SilentLoss | undefined {
  const [from, to] = [familyOf({ field: before }), familyOf({ field: after })];
  if (from !== to && !keptBy[from].includes(to)) {
    return {
      about: `how values of ${column} become ${'type' in after ? after.type : after.databaseType}`,
      loses: `the meaning of values of ${column}`,
    };
  }
  if (before.kind !== 'scalar' || after.kind !== 'scalar') return undefined;
  return (
    lossOfTime(column, before.nativeType, after.nativeType) ??
    lossOfDigits(column, before.nativeType, after.nativeType)
  );
}

/** Whose texts mean the same there, or are refused. */
const keptBy: Readonly<Record<Family, readonly Family[]>> = {
  text: ['number', 'boolean', 'uuid'],
  number: ['text', 'boolean'],
  boolean: ['text', 'number'],
  enum: ['text'],
  uuid: ['text'],
  bits: ['text'],
  network: ['text'],
  xml: ['text'],
  oid: ['text'],
  unknown: ['text'],
  // Its text depends on where the server stands.
  money: [],
  time: [],
  json: [],
  bytes: [],
};

/** Parts that a type of dates and times has. */
const timeParts: Readonly<Record<string, readonly ('day' | 'time' | 'zone')[]>> = {
  Date: ['day'],
  Time: ['time'],
  Timetz: ['time', 'zone'],
  Timestamp: ['day', 'time'],
  Timestamptz: ['day', 'time', 'zone'],
};

/** Digits of a second, where a type does not say how many. */
const SECOND_DIGITS = 6;

function lossOfTime(column: string, from: NativeType, to: NativeType): SilentLoss | undefined {
  const [had, has] = [timeParts[from.name], timeParts[to.name]];
  if (had === undefined || has === undefined) return undefined;
  const lost = had.filter((part) => part !== 'zone' && !has.includes(part));
  if (lost.length > 0) {
    return {
      about: `the ${lost.join(' and ')} in ${column}, which its new type has no room for`,
      loses: `the ${lost.join(' and ')} in ${column}`,
    };
  }
  if (had.includes('zone') !== has.includes('zone')) {
    return {
      about: `the time zone of values of ${column}: PostgreSQL takes that of the session`,
      loses: `the time zone of values of ${column}`,
    };
  }
  const digits = ({ args: [given = SECOND_DIGITS] }: NativeType): number => given;
  if (!had.includes('time') || digits(to) >= digits(from)) return undefined;
  return rounding(column, digits(to));
}

/** Digits that a type keeps for certain, all in all and behind the point. */
interface Digits {
  readonly all: number;
  readonly behindPoint: number;
}

const whole = (all: number): Digits => ({ all, behindPoint: 0 });
const floating = (all: number): Digits => ({ all, behindPoint: Number.POSITIVE_INFINITY });

const numbers: Readonly<Record<string, Digits>> = {
  SmallInt: whole(5),
  Integer: whole(10),
  BigInt: whole(19),
  Real: floating(6),
  DoublePrecision: floating(15),
};

function lossOfDigits(column: string, from: NativeType, to: NativeType): SilentLoss | undefined {
  const [had, has] = [digitsOf(from), digitsOf(to)];
  if (had === undefined || has === undefined) return undefined;
  if (has.behindPoint < had.behindPoint) return rounding(column, has.behindPoint);
  if (has.behindPoint !== Number.POSITIVE_INFINITY || has.all >= had.all) return undefined;
  return {
    about: `values of ${column} with more than ${has.all} digits, which become others`,
    loses: `digits of ${column} behind the first ${has.all}`,
  };
}

const rounding = (column: string, behindPoint: number): SilentLoss => ({
  about: `how values of ${column} are rounded to ${behindPoint} digits behind the point`,
  loses: `digits of ${column} after the first ${behindPoint} behind the point`,
});

function digitsOf({ name, args: [all, behindPoint = 0] }: NativeType): Digits | undefined {
  if (name !== 'Decimal') return numbers[name];
  return all === undefined ? floating(Number.POSITIVE_INFINITY) : { all, behindPoint };
}
