import type { TableRows } from '@schema-service/rehearsal';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { compareKept } from './compare-kept.ts';
import { correspondences, renamesOf } from './correspondence.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

const previous = parse(`
  enum E {
    a
    b
    c
  }
  model A {
    id   Int    @id
    text String?
    size Int
    e    E
  }`);
const current = parse(`
  enum E {
    /// @renamed from: a
    z
    b
  }
  /// @renamed from: A
  model B {
    id    BigInt @id
    /// @renamed from: text
    title String
    size  String @db.VarChar(3)
    e     E
  }`);

const pairs = correspondences(previous, current, renamesOf(diff(previous, current)).there);

function table(name: string, columns: readonly string[], ...rows: TableRows['rows']): TableRows {
  return {
    oid: name,
    name: `public."${name}"`,
    columns: columns.map((column, index) => ({ number: index + 1, name: column, shape: 'scalar' })),
    key: [1],
    rows,
  };
}

const before = table(
  'A',
  ['id', 'text', 'size', 'e'],
  ['1', 'x', '10', 'a'],
  ['2', null, '20', 'c'],
);
const after = (...rows: TableRows['rows']): TableRows =>
  table('B', ['id', 'title', 'size', 'e'], ...rows);
const compare = (now: TableRows, mayGrow = false): readonly string[] =>
  compareKept([before], [now], pairs, { mayGrow });

test('renamed tables, columns and values are followed, and what a type has no room for is free', () => {
  expect(compare(after(['1', 'x', 'any', 'z'], ['2', 'filled', '20', 'b']))).toEqual([]);
});

test('a row that is gone, one more, and a value that is another are told', () => {
  const where = 'public."A" to public."B"';
  expect(compare(after(['1', 'x', '10', 'z']))).toEqual([
    `${where}: 2 rows became 1`,
    `${where}: the row ["2"] is gone`,
  ]);
  const rows = [
    ['1', 'y', '10', 'b'],
    ['2', 'filled', '20', 'b'],
    ['3', 'x', '1', 'b'],
  ];
  const changed = [
    `${where}: text of the row ["1"] was "x" and is "y"`,
    `${where}: e of the row ["1"] was "a" and is "b"`,
  ];
  expect(compare(after(...rows))).toEqual([`${where}: 2 rows became 3`, ...changed]);
  expect(compare(after(...rows), true)).toEqual(changed);
});
