import { describe, expect, test } from 'vitest';
import { columnIn, databaseIn, tableIn, transitionOf } from '../../test/parts.ts';
import { defaultAt, match, onlyGrows, type Transition } from './transition.ts';

const moments = ['before', 'after'] as const;
const both = <T>(at: (moment: 'before' | 'after') => T): readonly T[] => moments.map(at);

test('parts are matched by their keys, in their own order', () => {
  const parts = (...keys: readonly string[]) => keys.map((key) => ({ key }));
  const [before, after] = [parts('a', 'b', 'c'), parts('d', 'c', 'a')];
  expect(match(before, after)).toEqual({
    added: [{ key: 'd' }],
    removed: [{ key: 'b' }],
    kept: [
      { before: { key: 'c' }, after: { key: 'c' } },
      { before: { key: 'a' }, after: { key: 'a' } },
    ],
  });
});

describe('what things are called at each moment', () => {
  const transition = transitionOf(
    'model A {\n  id Int @id\n  b Int @map("b_old")\n  gone Int\n  c Int\n  @@map("a_old")\n}\nmodel Gone {\n  id Int @id\n}\n',
    'model A {\n  id Int @id\n  b Int @map("gone")\n  d String @map("b_old")\n  e Int\n  @@map("a_new")\n}\nmodel New {\n  id Int @id\n}\n',
  );

  test('a table', () => {
    expect(both((moment) => transition.table('A', moment))).toEqual(['"a_old"', '"a_new"']);
    expect(both((moment) => transition.table('New', moment))).toEqual(['"New"', '"New"']);
    expect(both((moment) => transition.table('Gone', moment))).toEqual(['"Gone"', '"Gone"']);
    expect(() => transition.table('Nothing', 'before')).toThrow('Nothing is no table');
  });

  test('a column', () => {
    expect(both((moment) => transition.column('A', 'b', moment))).toEqual(['"b_old"', '"gone"']);
    expect(both((moment) => transition.column('A', 'e', moment))).toEqual(['"e"', '"e"']);
    expect(both((moment) => transition.column('A', 'c', moment))).toEqual(['"c"', '"c"']);
    expect(() => transition.column('A', 'nothing', 'after')).toThrow('A.nothing is no column');
  });

  test('a new one that waits for its name, and the old one that gives it away', () => {
    expect(both((moment) => transition.columnName('A', 'd', moment))).toEqual([
      'b_old__new',
      'b_old',
    ]);
    expect(both((moment) => transition.columnName('A', 'gone', moment))).toEqual([
      'gone',
      'gone__old',
    ]);
  });

  test('only what is there before can be locked', () => {
    expect(transition.existing('A', 'New', 'A', 'Gone')).toEqual(['A', 'Gone']);
  });
});

describe('a new table', () => {
  const isLate = (transition: Transition, key: string): boolean =>
    transition.isLate(tableIn(transition.after, key));

  test('is made after the switch where another has its name', () => {
    const transition = transitionOf(
      'model A {\n  id Int @id\n}\n',
      'model A {\n  id Int @id\n  @@map("B")\n}\nmodel C {\n  id Int @id\n  @@map("A")\n}\nmodel D {\n  id Int @id\n}\n',
    );
    expect(['A', 'C', 'D'].map((key) => isLate(transition, key))).toEqual([false, true, false]);
  });

  test('or its type is made anew in it', () => {
    const before = 'enum E {\n  x\n  y\n}\nenum F {\n  x\n}\nmodel A {\n  id Int @id\n  e E\n}\n';
    const after = before.replace('  y\n', '').replace('enum F {\n  x\n', 'enum F {\n  x\n  y\n');
    const transition = transitionOf(
      before,
      `${after}model B {\n  id Int @id\n  e E\n}\nmodel C {\n  id Int @id\n  f F\n}\n`,
    );
    expect([...transition.rebuilt]).toEqual(['E']);
    expect(['A', 'B', 'C'].map((key) => isLate(transition, key))).toEqual([false, true, false]);
  });
});

describe('enums', () => {
  const pair = (before: string, after: string) => {
    const [from, to] = [before, after].map((values) =>
      databaseIn(`enum E {\n${values.replace(/\w+/g, '  $&\n')}}\n`).enums.get('E'),
    );
    if (from === undefined || to === undefined) throw new Error('the enum is gone');
    return { before: from, after: to };
  };

  test.each([
    ['a b', 'a b', true],
    ['a b', 'a c b', true],
    ['a b', 'c a b d', true],
    ['a b', 'b a', false],
    ['a b', 'a', false],
    ['a b', 'a c', false],
  ])('from %s to %s values only come: %s', (before, after, expected) => {
    expect(onlyGrows(pair(before, after))).toBe(expected);
  });

  test('one that waits for its name', () => {
    const transition = transitionOf(
      'enum E {\n  x\n}\nmodel A {\n  id Int @id\n  e E\n}\n',
      'enum E {\n  x\n  @@map("F")\n}\nenum G {\n  y\n  @@map("E")\n}\nenum H {\n  z\n}\nmodel A {\n  id Int @id\n  e E\n  g G[]\n}\n',
    );
    const name = (key: string) => both((moment) => transition.enumName(key, moment).name);
    expect(name('E')).toEqual(['E', 'F']);
    expect(name('G')).toEqual(['E__new', 'E']);
    expect(name('H')).toEqual(['H', 'H']);
    expect(() => transition.enumName('Nothing', 'after')).toThrow('Nothing is no enum');
    const column = columnIn(tableIn(transition.after, 'A'), 'g');
    expect(both((moment) => transition.typeAt(column, moment))).toEqual(['"E__new"[]', '"E"[]']);
    const plain = columnIn(tableIn(transition.after, 'A'), 'id');
    expect(both((moment) => transition.typeAt(plain, moment))).toEqual(['INTEGER', 'INTEGER']);
  });
});

describe('defaults', () => {
  const at = (before: string, after: string, key = 'e') => {
    const schema = (text: string): string => {
      const [values = '', field = ''] = text.split(';');
      return `enum E {\n${values}}\nmodel A {\n  id Int @id\n  e ${field}\n}\n`;
    };
    const transition = transitionOf(schema(before), schema(after));
    const column = columnIn(tableIn(transition.after, 'A'), key);
    return both((moment) => defaultAt(column, moment, transition));
  };

  test('have the names that values have then', () => {
    const before = '  x @map("one")\n  y\n;E';
    expect(at(before, '  x @map("two")\n  y\n;E @default(x)')).toEqual(["'one'", "'two'"]);
    expect(at(before, '  x @map("two")\n  y\n;E[] @default([x, y])')).toEqual([
      `ARRAY['one', 'y']::"E"[]`,
      `ARRAY['two', 'y']::"E"[]`,
    ]);
  });

  test('that come with the enum that is made anew are not there before', () => {
    expect(at('  x\n  y\n;E', '  x\n  z\n;E @default(z)')).toEqual([undefined, "'z'"]);
    expect(at('  x\n  y\n;E', '  x\n  z\n;E @default(x)')).toEqual(["'x'", "'x'"]);
    expect(at('  x\n  y\n;E[]', '  x\n  z\n;E[] @default([x, z])')).toEqual([
      undefined,
      `ARRAY['x', 'z']::"E"[]`,
    ]);
    expect(at('  x\n;E', '  x\n  z\n;E @default(z)')).toEqual(["'z'", "'z'"]);
  });

  test('of other types are the same at both', () => {
    expect(at('  x\n;Int', '  x\n;Int @default(3)')).toEqual(['3', '3']);
    expect(at('  x\n;E', '  x\n;E')).toEqual([undefined, undefined]);
  });
});
