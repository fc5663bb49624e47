import { describe, expect, test } from 'vitest';
import { transitionOf } from '../../test/parts.ts';
import type { Operation } from '../operation.ts';
import { inPossibleOrder, renameEnums, renameEnumValues, renameTables } from './renames.ts';

/** `ab`: from a to b. */
const order = (...renames: readonly string[]): readonly string[] =>
  inPossibleOrder(
    renames.map((text) => {
      const [from = '', to = ''] = text.split(' ');
      return { from, to };
    }),
  ).map(({ from, to }) => `${from} ${to}`);

describe('names change in an order in which each finds its own free', () => {
  test.each([
    [[], []],
    [['a a'], []],
    [['a b'], ['a b']],
    [
      ['a b', 'c d'],
      ['a b', 'c d'],
    ],
    [
      ['a b', 'b c'],
      ['b c', 'a b'],
    ],
    [
      ['a b', 'b c', 'c d'],
      ['c d', 'b c', 'a b'],
    ],
    [
      ['a b', 'b a'],
      ['a a__old', 'b a', 'a__old b'],
    ],
    [
      ['a b', 'b c', 'c a'],
      ['a a__old', 'c a', 'b c', 'a__old b'],
    ],
    [
      ['a b', 'b a', 'c d', 'd c'],
      ['a a__old', 'b a', 'a__old b', 'c c__old', 'd c', 'c__old d'],
    ],
    [
      ['x a', 'a b', 'b a2', 'q q'],
      ['b a2', 'a b', 'x a'],
    ],
  ])('%j as %j', (renames, expected) => {
    expect(order(...renames)).toEqual(expected);
  });

  test('a name that is put aside is cut to fit', () => {
    const long = 'n'.repeat(63);
    const aside = `${'n'.repeat(58)}__old`;
    expect(order(`${long} b`, `b ${long}`)).toEqual([
      `${long} ${aside}`,
      `b ${long}`,
      `${aside} b`,
    ]);
  });

  test('the way back is the same in the opposite order', () => {
    const renames = ['a b', 'b c', 'c a', 'd e', 'e f'];
    const there = order(...renames);
    const names = new Set(['a', 'b', 'c', 'd', 'e']);
    for (const rename of [
      ...there,
      ...there.toReversed().map((text) => text.split(' ').reverse().join(' ')),
    ]) {
      const [from = '', to = ''] = rename.split(' ');
      expect([rename, names.has(from), names.has(to)]).toEqual([rename, true, false]);
      names.delete(from);
      names.add(to);
    }
    expect([...names].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

const sqlOf = (operations: readonly Operation[]): readonly string[] =>
  operations.flatMap(({ parts }) => parts.flatMap(({ up }) => up.map(({ sql }) => sql)));

const downOf = (operations: readonly Operation[]): readonly string[] =>
  operations
    .toReversed()
    .flatMap(({ parts }) => parts.flatMap(({ down }) => down.map(({ sql }) => sql)));

const source =
  'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "shop", "old"]\n}\n';
const model = (name: string, map: string, namespace: string, from = ''): string =>
  `${from === '' ? '' : `/// @renamed from: ${from}\n`}model ${name} {\n  id Int @id(map: "${name}_key")\n  @@map("${map}")\n  @@schema("${namespace}")\n}\n`;

describe('tables', () => {
  test('one that moves has its new name before it has its new schema', () => {
    const transition = transitionOf(
      `${source}${model('A', 'a', 'public')}`,
      `${source}${model('A', 'b', 'shop')}`,
    );
    const operations = renameTables(transition).map(({ operation }) => operation);
    expect(sqlOf(operations)).toEqual([
      'ALTER TABLE "a" RENAME TO "b"',
      'ALTER TABLE "b" SET SCHEMA "shop"',
    ]);
    expect(downOf(operations)).toEqual([
      'ALTER TABLE "shop"."b" SET SCHEMA "public"',
      'ALTER TABLE "b" RENAME TO "a"',
    ]);
    expect(operations.flatMap(({ parts }) => parts.map(({ locks }) => locks))).toEqual([['A']]);
  });

  test('two that change places between two schemas', () => {
    const transition = transitionOf(
      `${source}${model('A', 'a', 'shop')}${model('B', 'a', 'old')}`,
      `${source}${model('A', 'a', 'old')}${model('B', 'a', 'shop')}`,
    );
    const operations = renameTables(transition);
    expect(operations.map(({ table }) => table)).toEqual(['A', 'B', 'A']);
    expect(sqlOf(operations.map(({ operation }) => operation))).toEqual([
      'ALTER TABLE "shop"."a" RENAME TO "a__old"',
      'ALTER TABLE "old"."a" SET SCHEMA "shop"',
      'ALTER TABLE "shop"."a__old" RENAME TO "a"',
      'ALTER TABLE "shop"."a" SET SCHEMA "old"',
    ]);
  });

  test('one waits for another that has its new name in its old schema', () => {
    const transition = transitionOf(
      `${source}${model('A', 'a', 'shop')}${model('B', 'b', 'shop')}`,
      `${source}${model('A', 'b', 'old')}${model('B', 'c', 'shop')}`,
    );
    expect(renameTables(transition).map(({ table }) => table)).toEqual(['B', 'A']);
  });
});

describe('enums', () => {
  test('types and values that change places', () => {
    const before = 'enum E {\n  x\n  y\n}\nenum F {\n  z\n}\n';
    const after =
      'enum E {\n  /// @renamed from: y\n  x\n  /// @renamed from: x\n  y\n  @@map("F")\n}\nenum F {\n  z\n  @@map("E")\n}\n';
    const transition = transitionOf(before, after);
    expect(sqlOf(renameEnums(transition))).toEqual([
      'ALTER TYPE "E" RENAME TO "E__old"',
      'ALTER TYPE "F" RENAME TO "E"',
      'ALTER TYPE "E__old" RENAME TO "F"',
    ]);
    const [pair] = transition.enums.kept;
    const values = pair && renameEnumValues(pair, transition);
    expect(values && sqlOf([values])).toEqual([
      `ALTER TYPE "F" RENAME VALUE 'y' TO 'y__old'`,
      `ALTER TYPE "F" RENAME VALUE 'x' TO 'y'`,
      `ALTER TYPE "F" RENAME VALUE 'y__old' TO 'x'`,
    ]);
    const other = transition.enums.kept[1];
    expect(other && renameEnumValues(other, transition)).toBeUndefined();
  });
});
