import { expect, test } from 'vitest';
import type { CreationKind, CreationParts, CreationRow } from './creation-row.ts';
import { orderCreations } from './order-creations.ts';

const row = (
  kind: CreationKind,
  name: string,
  parts: CreationParts | null = null,
): CreationRow => ({
  kind,
  name,
  table: null,
  ids: [name],
  sql: name,
  parts,
  comments: null,
});

const order = (rows: readonly CreationRow[], edges: readonly (readonly [string, string])[]) =>
  orderCreations(
    rows,
    edges.map(([dependent, needed]) => ({ dependent, needed })),
  ).map(({ row: { name }, within }) => [name, ...within.map((part) => part.name)].join('+'));

test('what is needed comes first, and else kinds come in their order, and names', () => {
  const rows = [row('view', 'v'), row('table', 'b'), row('table', 'a'), row('function', 'f')];
  expect(order(rows, [])).toEqual(['f', 'a', 'b', 'v']);
  expect(
    order(rows, [
      ['f', 'v'],
      ['a', 'b'],
    ]),
  ).toEqual(['b', 'a', 'v', 'f']);
});

test('a default stands in its table, unless it needs what needs the table', () => {
  const rows = [row('table', 't'), row('default', 'd', { owner: 't' }), row('function', 'f')];
  expect(
    order(rows, [
      ['d', 't'],
      ['d', 'f'],
    ]),
  ).toEqual(['f', 't+d']);
  expect(
    order(rows, [
      ['d', 't'],
      ['d', 'f'],
      ['f', 't'],
    ]),
  ).toEqual(['t', 'f', 'd']);
});

test('a sequence comes before the table that it belongs to', () => {
  const rows = [row('table', 't'), row('default', 'd', { owner: 't' }), row('sequence', 's')];
  expect(
    order(rows, [
      ['s', 't'],
      ['d', 's'],
      ['d', 't'],
    ]),
  ).toEqual(['s', 't+d']);
});

test('what waits for each other is there all the same', () => {
  const rows = [row('view', 'v'), row('view', 'w')];
  expect(
    order(rows, [
      ['v', 'w'],
      ['w', 'v'],
    ]),
  ).toEqual(['v', 'w']);
});
