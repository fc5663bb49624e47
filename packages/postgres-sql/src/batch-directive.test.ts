import { expect, test } from 'vitest';
import { readDirectives } from './script-directives.ts';

const read = (line: string) => readDirectives({ sql: `${line}\nSELECT 1;`, path: 'up.sql' });

test.each([
  ['public.reviews by id, target = 150ms', 'public.reviews', ['id'], 150],
  ['reviews by id', 'reviews', ['id'], 150],
  ['"Review" by "userId" , id,target=2s', '"Review"', ['"userId"', 'id'], 2000],
  ['shop."a b, by ""c""" BY "x=y"', 'shop."a b, by ""c"""', ['"x=y"'], 150],
  ['t by target, target = 1s', 't', ['target'], 1000],
  ['t by by', 't', ['by'], 150],
])('batches = %s', (text, table, columns, targetMs) => {
  const { directives, mistakes } = read(`-- migrator: batches = ${text}  `);
  expect(mistakes).toEqual([]);
  expect(directives).toEqual({
    kind: 'scriptDirectives',
    transactional: false,
    batches: { table, columns, targetMs, line: 1 },
  });
});

test.each([
  ['-- migrator: batches', 21, 'batches does not say of what.'],
  ['-- migrator: batches =', 23, 'nothing is not the name of a table.'],
  ['-- migrator: batches = 7 by id', 24, '7 by id is not the name of a table.'],
  [
    '-- migrator: batches = reviews',
    31,
    'batches does not say by which columns reviews is gone through.',
  ],
  [
    '-- migrator: batches = reviews id',
    31,
    'batches does not say by which columns reviews is gone through.',
  ],
  ['-- migrator: batches = reviews by', 34, 'nothing is not the name of a column.'],
  ['-- migrator: batches = reviews by id,', 38, 'nothing is not the name of a column.'],
  [
    '-- migrator: batches = reviews by reviews.id',
    42,
    'a column is named alone, without its table: reviews',
  ],
  ['-- migrator: batches = reviews by id, ID', 41, 'ID is there twice.'],
  ['-- migrator: batches = reviews by id, size = 100', 39, 'batches has no size.'],
  ['-- migrator: batches = reviews by id, target = soon', 48, 'soon is not a time.'],
  ['-- migrator: batches = reviews by id, target = ', 47, 'nothing is not a time.'],
  ['-- migrator: batches = reviews by id, target = 0', 48, 'A batch cannot take no time.'],
  ['-- migrator: batches = reviews by id, target = 1s, target = 2s', 52, 'target is there twice.'],
  ['-- migrator: batches = reviews by id, target = 1s, at', 54, 'at stands behind target.'],
  ['-- migrator: batches = reviews by id target = 1s', 38, 'target = 1s does not belong here.'],
  ['  -- migrator: batches = reviews by id desc', 40, 'desc does not belong here.'],
])('%s', (line, column, message) => {
  const { directives, mistakes } = read(`-- first\n${line}`);
  expect(directives.batches).toBeUndefined();
  expect(mistakes).toEqual([
    {
      line: 2,
      text: line.trim(),
      problem: {
        kind: 'scriptProblem',
        ...{ line: 2, column, message },
        why: expect.stringMatching(/\.$/),
        fix: expect.stringMatching(/^Write /),
      },
    },
  ]);
});

test('a script goes through one table', () => {
  const { mistakes } = read('-- migrator: batches = a by id\n-- migrator: batches = b by id');
  expect(mistakes).toMatchObject([
    { line: 2, problem: { message: 'batches stands on line 1 already.' } },
  ]);
});

test('other directives stand beside it', () => {
  const { directives, mistakes } = read(
    '-- migrator: no-transaction\n-- migrator: lock-timeout = 1s\n-- migrator: batches = a by id',
  );
  expect(mistakes).toEqual([]);
  expect(directives).toMatchObject({ lockTimeoutMs: 1000, batches: { table: 'a', line: 3 } });
});
