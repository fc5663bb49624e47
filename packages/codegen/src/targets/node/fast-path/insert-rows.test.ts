import { expect, test } from 'vitest';
import { type GivenRows, givenRows } from './given-rows.ts';
import { InsertRows } from './insert-rows.ts';
import type { PlanQuery, PlanValue } from './plan.ts';

const models = {
  models: {
    Entry: {
      fields: [
        { name: 'name', kind: 'scalar', type: 'String', dbName: 'the "name"' },
        { name: 'price', kind: 'scalar', type: 'Decimal' },
        { name: 'size', kind: 'enum', type: 'Size' },
        { name: 'data', kind: 'scalar', type: 'Json' },
      ],
    },
  },
};
const rowsOf = (data: readonly object[]) =>
  givenRows(models, 'Entry', { data, skipDuplicates: true });
const param = (name: string): PlanValue => ({
  prisma__type: 'param',
  prisma__value: { name },
});
const text = (chunk: string) => ({ type: 'stringChunk', chunk }) as const;
const value = { type: 'parameter' } as const;

const now: PlanValue = { prisma__type: 'generatorCall', prisma__value: { name: 'now', args: [] } };
const generated = new Map([
  ['made 1', now],
  ['made 2', now],
]);

/** Prisma's plan for two rows: a name, a price, a size, and a moment that no row gives. */
function planOf(prices: readonly [string, string]): PlanQuery {
  const tuple = [value, text(', '), value, text(', CAST('), value, text(' AS "Size"), '), value];
  const string = { arity: 'scalar', scalarType: 'string' } as const;
  const moment = { arity: 'scalar', scalarType: 'datetime', dbType: 'DATE' } as const;
  const types = [string, { arity: 'scalar', scalarType: 'decimal' } as const, string, moment];
  return {
    type: 'templateSql',
    fragments: [
      text('INSERT INTO "public"."entries" ("the ""name""","price","size","day") VALUES ('),
      ...tuple,
      text('), ('),
      ...tuple,
      text(') ON CONFLICT DO NOTHING'),
    ],
    args: [
      param('%1'),
      prices[0],
      'small',
      param('made 1'),
      param('%1'),
      prices[1],
      'small',
      param('made 2'),
    ],
    argTypes: [...types, ...types],
  };
}

const learned = (prices: readonly [string, string], given: GivenRows, name: string) =>
  InsertRows.of({ query: planOf(prices), generated }, given, { '%1': name }, new Map());

const two = [
  { name: 'a', price: '1.50', size: 'SMALL' },
  { name: 'a', price: '2', size: 'SMALL' },
];

test('the plan of two rows is one for any number of rows with the same fields', () => {
  const given = rowsOf(two);
  if (given === undefined) throw new Error('The rows are not read.');
  const insert = learned(['1.50', '2'], given, 'a');
  const three = rowsOf([...two, { size: 'SMALL', name: 'c', price: '0.1' }]);
  expect(three?.key).toBe(given.key);
  const statement = insert?.statement(three?.rows ?? []);
  expect(statement?.text).toBe(
    'INSERT INTO "public"."entries" ("the ""name""","price","size","day") VALUES ' +
      '($1, $2, CAST($3 AS "Size"), $4), ($5, $6, CAST($7 AS "Size"), $8), ($9, $10, CAST($11 AS "Size"), $12)' +
      ' ON CONFLICT DO NOTHING',
  );
  const day: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
  expect(statement?.values({})).toEqual(
    ['a', '1.50', 'small', day, 'a', '2', 'small', day].concat(['c', '0.1', 'small', day] as never),
  );
});

test('a value of an enum that no plan had is not known', () => {
  const given = rowsOf(two);
  const insert = given && learned(['1.50', '2'], given, 'a');
  const other = rowsOf([two[0] as object, { ...two[1], size: 'LARGE' }]);
  expect(insert?.statement(given?.rows ?? [])).toBeDefined();
  expect(insert?.statement(other?.rows ?? [])).toBeUndefined();
});

test('nothing is learned where a value of the plan is not the one of its row', () => {
  const given = rowsOf(two);
  if (given === undefined) throw new Error('The rows are not read.');
  expect(learned(['1.5', '2'], given, 'a')).toBeUndefined();
  expect(learned(['1.50', '2'], given, 'b')).toBeUndefined();
});

test.each([
  ['a field that is missing', [two[0], { name: 'b', price: '1' }]],
  ['another field', [two[0], { name: 'b', price: '1', other: 1 }]],
  ['a value that is undefined', [two[0], { ...two[1], price: undefined }]],
  ['a text that Prisma writes in another way', [two[0], { ...two[1], price: '01' }]],
  ['a class in Json', [{ data: { at: new Date(0) } }, { data: {} }]],
  ['a key of Prisma in Json', [{ data: { $type: 'Json' } }, { data: {} }]],
])('Prisma looks at %s', (_, data) => {
  expect(rowsOf(data as object[])).toBeUndefined();
});
