import { expect, test } from 'vitest';
import { hidePsqlVariables } from './hide-psql-variables.ts';

test.each([
  ['SELECT list[1:PORT], list[:2]', 'SELECT list[1: PORT], list[: 2]'],
  [`SELECT list[1:'n'::int], list[1:"n"]`, `SELECT list[1: 'n'::int], list[1: "n"]`],
  ['SELECT {?:{?USER}', 'SELECT {?: {?USER}'],
])('%s', (sql, hidden) => {
  expect(hidePsqlVariables(sql)).toBe(hidden);
});

test('what psql does not fill in stays as it is', () => {
  const sql = `SELECT 'a:PORT', E'\\':PORT', ":USER", $x$ :HOST $x$, 1::int, f(a := 2), list[1 : 2] -- :PORT
/* :PORT */;
\\set ON_ERROR_STOP on`;
  expect(hidePsqlVariables(sql)).toBe(sql);
});
