import { expect, test } from 'vitest';
import { findBatchProblem } from './batch-problem.ts';
import { scanStatements } from './scan-statements.ts';

function problem(sql: string, columns: readonly string[] = ['id']) {
  const batches = { table: 't', columns, targetMs: 150, line: 1 };
  return findBatchProblem(sql, [...scanStatements(sql)], batches);
}

const RANGE = 'id >= {from} AND id <= {to}';

test.each([
  `UPDATE t SET a = 1 WHERE ${RANGE} AND a IS NULL`,
  `UPDATE t SET a = 1 WHERE id BETWEEN {from} AND {to}; DELETE FROM t WHERE ${RANGE};`,
  `UPDATE t SET a = 1 WHERE {from} <= id AND {to} >= id`,
  `INSERT INTO u (a) SELECT a FROM t WHERE ${RANGE} ON CONFLICT DO NOTHING`,
  `INSERT INTO u (SELECT a FROM t WHERE ${RANGE})`,
  `INSERT INTO u SELECT t.a FROM t JOIN (VALUES (1)) AS v(a) USING (a) WHERE ${RANGE}`,
  `WITH gone AS (DELETE FROM t WHERE ${RANGE} RETURNING *) INSERT INTO u SELECT * FROM gone`,
  `WITH x AS (UPDATE t SET a = 1 WHERE ${RANGE} RETURNING 1) SELECT count(*) FROM x`,
])('%s', (sql) => {
  expect(problem(sql)).toBeUndefined();
});

test('a key of several columns', () => {
  const columns = ['a', 'b'];
  const sql = 'UPDATE t SET x = 1 WHERE (a, b) >= ({from}) AND ROW(a, b) <= ROW( {to} )';
  expect(problem(sql, columns)).toBeUndefined();
  expect(problem('UPDATE t SET x = 1 WHERE (a, b) >= {from}', columns)).toMatchObject({
    column: 36,
    message: '{from} stands for 2 values and not in parentheses.',
    why: 'The key is (a, b).',
    fix: 'Write: WHERE (a, b) >= ({from}) AND (a, b) <= ({to})',
  });
  expect(problem('UPDATE t SET x = 1 WHERE (a, b) > ( {from})', columns)).toMatchObject({
    column: 37,
    message: '{from} itself is left out of the range.',
  });
});

const CANNOT = 'cannot run in batches.';

test.each([
  ['CREATE INDEX ON t (id)', 1, `CREATE INDEX ${CANNOT}`],
  ['SELECT fill({from}, {to})', 1, `SELECT FILL ${CANNOT}`],
  ['SET lock_timeout = 1', 1, `SET LOCK_TIMEOUT ${CANNOT}`],
  ['INSERT INTO t VALUES ({from}, {to})', 1, `INSERT INTO ${CANNOT}`],
  ['WITH x AS (SELECT 1 FOR UPDATE) SELECT {from}, {to}', 1, `WITH X ${CANNOT}`],
  ['UPDATE t SET a = 1', 1, 'there is no {from} in the statement.'],
  ['UPDATE t SET a = 1 WHERE id >= {from}', 1, 'there is no {to} in the statement.'],
  [
    `UPDATE t SET a = '{from}' WHERE id <= {to} -- {from}`,
    1,
    'there is no {from} in the statement.',
  ],
  ['UPDATE t SET a = 1 WHERE id >= {form} AND id <= {to}', 32, '{form} is not a place for a key.'],
  ['UPDATE t SET a = 1 WHERE id >= {from AND id <= {to}', 32, '{from AND id <=  is not a place'],
  [
    'UPDATE t SET a = 1 WHERE id > {from} AND id <= {to}',
    31,
    '{from} itself is left out of the range.',
  ],
  [
    'UPDATE t SET a = 1 WHERE id >= {from} AND id < ({to})',
    49,
    '{to} itself is left out of the range.',
  ],
  [
    'UPDATE t SET a = 1 WHERE ({from}) < id AND id <= {to}',
    27,
    '{from} itself is left out of the range.',
  ],
])('%s: column %i', (statement, column, message) => {
  const found = problem(`-- first\n\n${statement};`);
  expect(found).toMatchObject({ kind: 'scriptProblem', line: 3, column });
  expect(found?.message).toContain(message);
  expect(found?.why).toMatch(/\.$/);
  expect(found?.fix).toBeTruthy();
});

test('what is wrong further down stands on its line', () => {
  expect(problem(`UPDATE t SET a = 1\nWHERE id >= {from}\n  AND id < {to}`)).toMatchObject({
    ...{ line: 3, column: 12 },
  });
  expect(problem('-- nothing')).toMatchObject({
    ...{ line: 1, message: 'there is no statement to run in batches.' },
  });
});
