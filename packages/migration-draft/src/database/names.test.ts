import { describe, expect, test } from 'vitest';
import { distinctName, isSameName, nameOf, nameWith, sequenceName, sqlName } from './names.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

describe('nameWith', () => {
  test('keeps what fits into 63 bytes', () => {
    expect(nameWith('a'.repeat(56), '__extra')).toBe(`${'a'.repeat(56)}__extra`);
    expect(nameWith('a'.repeat(57), '__extra')).toBe(`${'a'.repeat(56)}__extra`);
  });

  test('cuts between characters, however many bytes they have', () => {
    expect(nameWith('ä'.repeat(40), '_x')).toBe(`${'ä'.repeat(30)}_x`);
    expect(bytes(nameWith('ä'.repeat(40), '_x'))).toBe(62);
    expect(nameWith('💡'.repeat(20), '_x')).toBe(`${'💡'.repeat(15)}_x`);
  });
});

describe('distinctName', () => {
  test('adds nothing where the name fits', () => {
    expect(distinctName('a'.repeat(58), '_pkey')).toBe(`${'a'.repeat(58)}_pkey`);
  });

  test('tells names apart that are the same when they are cut', () => {
    const [one, other] = ['1', '2'].map((end) => distinctName(`${'a'.repeat(70)}${end}`, '_check'));
    expect(one).toBe(`${'a'.repeat(48)}_51c804f1_check`);
    expect(one).not.toBe(other);
    expect([one, other].map((name) => bytes(name ?? ''))).toEqual([63, 63]);
  });
});

describe('sequenceName', () => {
  test('is that of a serial column', () => {
    expect(sequenceName('Order', 'id')).toBe('Order_id_seq');
    expect(sequenceName('t'.repeat(29), 'c'.repeat(29))).toBe(
      `${'t'.repeat(29)}_${'c'.repeat(29)}_seq`,
    );
  });

  test('cuts the longer of the two, and the column where they are as long', () => {
    expect(sequenceName('t'.repeat(60), 'id')).toBe(`${'t'.repeat(56)}_id_seq`);
    expect(sequenceName('t', 'c'.repeat(60))).toBe(`t_${'c'.repeat(57)}_seq`);
    expect(sequenceName('t'.repeat(60), 'c'.repeat(60))).toBe(
      `${'t'.repeat(29)}_${'c'.repeat(29)}_seq`,
    );
    expect(sequenceName('t'.repeat(30), 'c'.repeat(29))).toBe(
      `${'t'.repeat(29)}_${'c'.repeat(29)}_seq`,
    );
    expect(sequenceName('t'.repeat(30), 'c'.repeat(30))).toBe(
      `${'t'.repeat(29)}_${'c'.repeat(29)}_seq`,
    );
    expect(sequenceName('ö'.repeat(20), 'c'.repeat(30))).toBe(
      `${'ö'.repeat(14)}_${'c'.repeat(29)}_seq`,
    );
  });
});

test('a name is in `public` where nothing else is said, and is called without it', () => {
  expect(nameOf({ dbName: 'a' })).toEqual({ namespace: 'public', name: 'a' });
  expect(sqlName(nameOf({ dbName: 'a"b' }))).toBe('"a""b"');
  expect(sqlName(nameOf({ dbName: 'a', namespace: 'shop' }))).toBe('"shop"."a"');
});

test('names are the same when both parts are', () => {
  const name = { namespace: 'shop', name: 'a' };
  expect(isSameName(name, { ...name })).toBe(true);
  expect(isSameName(name, { ...name, name: 'b' })).toBe(false);
  expect(isSameName(name, { ...name, namespace: 'public' })).toBe(false);
});
