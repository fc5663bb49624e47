import { describe, expect, test } from 'vitest';
import { columnOf } from '../../test/parts.ts';
import { maxLength, numericRange } from './families.ts';
import { isWidening, keepsStorage } from './is-widening.ts';
import { silentLoss } from './silent-loss.ts';

const field = (declared: string) => {
  const found = columnOf(declared).field;
  if (found === undefined) throw new Error('the column has no field');
  return found;
};
const loss = (from: string, to: string) => silentLoss('c', field(from), field(to));

describe('silentLoss', () => {
  test.each([
    ['String', 'Int'],
    ['String', 'Boolean'],
    ['String', 'String @db.Uuid'],
    ['Int', 'String'],
    ['Int', 'Boolean'],
    ['Boolean', 'Int'],
    ['Boolean', 'String'],
    ['E', 'String'],
    ['String @db.Uuid', 'String'],
    ['String @db.Bit(3)', 'String'],
    ['String @db.Inet', 'String'],
    ['String @db.Xml', 'String'],
    ['Int @db.Oid', 'String'],
    ['Unsupported("point")', 'String'],
    ['Int', 'BigInt'],
    ['BigInt', 'Int'],
    ['Int', 'Float'],
    ['Float @db.Real', 'Float'],
    ['Decimal @db.Decimal(5, 2)', 'Float'],
    ['Decimal @db.Decimal(5, 2)', 'Decimal @db.Decimal(4, 2)'],
    ['Int', 'Decimal'],
    ['DateTime @db.Date', 'DateTime'],
    ['DateTime @db.Timestamp(3)', 'DateTime @db.Timestamp(3)'],
    ['DateTime @db.Timestamp(3)', 'DateTime @db.Timestamp(6)'],
    ['DateTime @db.Timestamp(3)', 'DateTime @db.Timestamp'],
    ['Json @db.Json', 'Json'],
  ])('%s to %s loses nothing in silence', (from, to) => {
    expect(loss(from, to)).toBeUndefined();
  });

  test.each([
    ['String', 'Json', 'Json'],
    ['String', 'E', 'E'],
    ['String', 'DateTime', 'DateTime'],
    ['Int', 'Json', 'Json'],
    ['Boolean', 'DateTime', 'DateTime'],
    ['E', 'Int', 'Int'],
    ['Decimal @db.Money', 'String', 'String'],
    ['DateTime', 'String', 'String'],
    ['Json', 'String', 'String'],
    ['Bytes', 'String', 'String'],
    ['Int', 'Unsupported("point")', 'point'],
  ])('values mean something else as %s and as %s', (from, to, type) => {
    expect(loss(from, to)).toEqual({
      about: `how values of c become ${type}`,
      loses: 'the meaning of values of c',
    });
  });

  test.each([
    ['DateTime', 'DateTime @db.Date', 'time'],
    ['DateTime', 'DateTime @db.Time', 'day'],
    ['DateTime @db.Time', 'DateTime @db.Date', 'time'],
    ['DateTime @db.Date', 'DateTime @db.Time', 'day'],
    ['DateTime @db.Timestamptz', 'DateTime @db.Date', 'time'],
  ])('%s to %s loses the %s', (from, to, part) => {
    expect(loss(from, to)).toEqual({
      about: `the ${part} in c, which its new type has no room for`,
      loses: `the ${part} in c`,
    });
  });

  test.each([
    ['DateTime', 'DateTime @db.Timestamptz'],
    ['DateTime @db.Timestamptz', 'DateTime'],
    ['DateTime @db.Timetz', 'DateTime @db.Time'],
    ['DateTime @db.Date', 'DateTime @db.Timestamptz'],
  ])('the time zone of %s as %s is that of the session', (from, to) => {
    expect(loss(from, to)).toEqual({
      about: 'the time zone of values of c: PostgreSQL takes that of the session',
      loses: 'the time zone of values of c',
    });
  });

  test.each([
    ['DateTime @db.Timestamp', 'DateTime @db.Timestamp(5)', 5],
    ['DateTime', 'DateTime @db.Timestamp(0)', 0],
    ['DateTime @db.Time', 'DateTime', 3],
    ['Float', 'Int', 0],
    ['Float', 'Decimal @db.Decimal(9, 2)', 2],
    ['Decimal @db.Decimal(9, 4)', 'Decimal @db.Decimal(9, 3)', 3],
    ['Decimal @db.Decimal(9, 4)', 'Int', 0],
    ['Decimal @db.Decimal', 'Decimal @db.Decimal(9, 0)', 0],
  ])('%s to %s is rounded to %i digits', (from, to, digits) => {
    expect(loss(from, to)).toEqual({
      about: `how values of c are rounded to ${digits} digits behind the point`,
      loses: `digits of c after the first ${digits} behind the point`,
    });
  });

  test.each([
    ['BigInt', 'Float', 15],
    ['Int', 'Float @db.Real', 6],
    ['Float', 'Float @db.Real', 6],
    ['Decimal @db.Decimal(16, 2)', 'Float', 15],
    ['Decimal @db.Decimal(7, 0)', 'Float @db.Real', 6],
  ])('%s to %s keeps %i digits', (from, to, digits) => {
    expect(loss(from, to)).toEqual({
      about: `values of c with more than ${digits} digits, which become others`,
      loses: `digits of c behind the first ${digits}`,
    });
  });

  test.each([
    ['Int @db.SmallInt', 'Float @db.Real'],
    ['Decimal @db.Decimal(15, 2)', 'Float'],
    ['Decimal @db.Decimal(6, 2)', 'Float @db.Real'],
  ])('%s has no more digits than %s', (from, to) => {
    expect(loss(from, to)).toBeUndefined();
  });
});

describe('isWidening', () => {
  const widens = (from: string, to: string): boolean => isWidening(columnOf(from), columnOf(to));

  test.each([
    ['Int @db.SmallInt', 'Int'],
    ['Int', 'BigInt'],
    ['Float @db.Real', 'Float'],
    ['DateTime @db.Date', 'DateTime @db.Timestamp'],
    ['String @db.VarChar(5)', 'String @db.VarChar(5)'],
    ['String @db.VarChar(5)', 'String @db.VarChar(6)'],
    ['String @db.VarChar(5)', 'String @db.VarChar'],
    ['String @db.Char(5)', 'String @db.VarChar(5)'],
    ['Decimal @db.Decimal(5, 2)', 'Decimal @db.Decimal(6, 3)'],
    ['E', 'E'],
    ['E', 'String'],
    ['Unsupported("point")', 'String'],
    ['Int', 'String'],
  ])('%s to %s', (from, to) => {
    expect(widens(from, to)).toBe(true);
  });

  test.each([
    ['BigInt', 'Int'],
    ['Int', 'Float'],
    ['String', 'String @db.VarChar(5)'],
    ['String @db.VarChar(6)', 'String @db.VarChar(5)'],
    ['String @db.VarChar', 'String @db.VarChar(5)'],
    ['String @db.VarChar(5)', 'String @db.Char(9)'],
    ['Decimal @db.Decimal(5, 2)', 'Decimal @db.Decimal(6, 4)'],
    ['Decimal @db.Decimal(5, 2)', 'Decimal @db.Decimal(5, 3)'],
    ['Decimal @db.Decimal(5, 2)', 'Decimal @db.Decimal(6, 1)'],
    ['Decimal @db.Decimal', 'Decimal @db.Decimal(6, 1)'],
    ['E', 'F'],
    ['String', 'E'],
    ['Int', 'Unsupported("point")'],
    ['Unsupported("point")', 'Int'],
  ])('%s to %s is none', (from, to) => {
    expect(widens(from, to)).toBe(false);
  });
});

describe('keepsStorage', () => {
  const keeps = (from: string, to: string): boolean => keepsStorage(columnOf(from), columnOf(to));

  test.each([
    ['String @db.VarChar(5)', 'String'],
    ['String @db.VarChar(5)', 'String @db.VarChar(9)'],
    ['String @db.VarBit(5)', 'String @db.VarBit(9)'],
    ['DateTime @db.Timestamp(0)', 'DateTime'],
    ['DateTime @db.Timestamptz(0)', 'DateTime @db.Timestamptz(3)'],
    ['DateTime @db.Time(0)', 'DateTime @db.Time(3)'],
    ['DateTime @db.Timetz(0)', 'DateTime @db.Timetz(3)'],
    ['Decimal @db.Decimal(5, 2)', 'Decimal @db.Decimal(9, 2)'],
  ])('%s to %s', (from, to) => {
    expect(keeps(from, to)).toBe(true);
  });

  test.each([
    ['Int', 'BigInt'],
    ['String @db.Char(5)', 'String'],
    ['String @db.Char(5)', 'String @db.Char(9)'],
    ['String @db.Bit(5)', 'String @db.Bit(9)'],
    ['DateTime @db.Date', 'DateTime'],
    ['Decimal @db.Decimal(5, 2)', 'Decimal @db.Decimal(9, 3)'],
    ['E', 'String'],
  ])('%s to %s writes every row', (from, to) => {
    expect(keeps(from, to)).toBe(false);
  });
});

test('the room that a type has', () => {
  expect(maxLength(columnOf('String'))).toBe(Number.POSITIVE_INFINITY);
  expect(maxLength(columnOf('String @db.Char(4)'))).toBe(4);
  expect(maxLength(columnOf('String @db.Citext'))).toBe(Number.POSITIVE_INFINITY);
  expect(maxLength(columnOf('String @db.Uuid'))).toBeUndefined();
  expect(maxLength(columnOf('E'))).toBeUndefined();
  expect(numericRange(columnOf('Decimal @db.Decimal(5, 2)'))).toEqual(['-999.99', '999.99']);
  expect(numericRange(columnOf('Decimal @db.Decimal(5, 0)'))).toEqual(['-99999', '99999']);
  expect(numericRange(columnOf('Decimal @db.Decimal(2, 2)'))).toEqual(['-0.99', '0.99']);
  expect(numericRange(columnOf('Int @db.SmallInt'))).toEqual(['-32768', '32767']);
  expect(numericRange(columnOf('Float'))).toBeUndefined();
  expect(numericRange(columnOf('E'))).toBeUndefined();
});
