import { expect, test } from 'vitest';
import { flattenStatement } from './flatten-statement.ts';
import { waitsAside } from './lock-table.ts';
import { scanStatements } from './scan-statements.ts';
import {
  isTransactionControl,
  runsOutsideTransactions,
  sharesTransaction,
} from './statement-rules.ts';

const wordsOf = (sql: string): string => [...scanStatements(sql)][0]?.words ?? '';

test.each([
  'CALL backfill()',
  'DO $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$',
  'DO $$ BEGIN CALL backfill(); END $$',
  'DO LANGUAGE plpython3u $$ plpy.commit() $$',
  'REINDEX TABLE partitioned',
  'REINDEX (CONCURRENTLY) TABLE t',
  'CLUSTER',
  'DISCARD ALL',
  "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
  'ALTER SUBSCRIPTION s REFRESH PUBLICATION',
  'DROP SUBSCRIPTION s',
  "COMMIT PREPARED 'x'",
  'VACUUM t',
  'ANALYZE',
  'CREATE UNIQUE INDEX CONCURRENTLY ON t (a)',
  'LOCK TABLE t',
  'DECLARE c CURSOR FOR SELECT 1',
  'SAVEPOINT here',
  'CHECKPOINT',
  'SET LOCAL work_mem = 1',
  'SET TRANSACTION READ ONLY',
  'SOMETHING NEW',
])('%s is sent alone', (sql) => {
  expect(sharesTransaction(wordsOf(sql), sql)).toBe(false);
});

test.each([
  'INSERT INTO t VALUES (1)',
  'WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a',
  'CREATE TABLE t ()',
  'ALTER TABLE t DETACH PARTITION p',
  'DO $$ BEGIN UPDATE t SET a = 1; END $$',
  'SET search_path TO app',
])('%s shares a transaction with its note', (sql) => {
  expect(sharesTransaction(wordsOf(sql), sql)).toBe(true);
});

test.each([
  'REINDEX SCHEMA s',
  'CLUSTER',
  'CLUSTER VERBOSE',
  'ALTER SUBSCRIPTION s REFRESH PUBLICATION',
  'DISCARD ALL',
])('%s is known not to work in a transaction', (sql) =>
  expect(runsOutsideTransactions(wordsOf(sql))).toBe(true),
);

test.each([
  'REINDEX TABLE t',
  'CLUSTER t',
  'CLUSTER VERBOSE t',
  'ALTER SUBSCRIPTION s DISABLE',
  'DISCARD TEMP',
])('%s works in one', (sql) => expect(runsOutsideTransactions(wordsOf(sql))).toBe(false));

test('a transaction that was prepared elsewhere is ended by a script, and none of its own is', () => {
  for (const sql of ["COMMIT PREPARED 'x'", "ROLLBACK PREPARED 'x'"]) {
    expect(isTransactionControl(wordsOf(sql))).toBe(false);
    expect(runsOutsideTransactions(wordsOf(sql))).toBe(true);
  }
  for (const sql of ['COMMIT', 'ROLLBACK AND CHAIN', "PREPARE TRANSACTION 'x'", 'END']) {
    expect(isTransactionControl(wordsOf(sql))).toBe(true);
  }
});

test.each([
  ['VACUUM', true],
  ['VACUUM t', true],
  ['VACUUM (FULL off) t', true],
  ['VACUUM (VERBOSE, FULL) t', false],
  ['VACUUM (FULL true)', false],
  ['VACUUM FULL', false],
  ['VACUUM FULL;', false],
  ['vacuum full verbose t', false],
  ['VACUUM "full"', true],
  ['ANALYZE t', true],
  ['CLUSTER t', false],
  ['REINDEX TABLE t', false],
  ['REINDEX DATABASE CONCURRENTLY d', true],
  ['REINDEX (VERBOSE, CONCURRENTLY) INDEX i', true],
  ['REINDEX (CONCURRENTLY off) INDEX i', false],
  ['CREATE INDEX CONCURRENTLY ON t (a)', true],
  ['DROP INDEX CONCURRENTLY i', true],
  ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY', true],
  ['ALTER TABLE t DETACH PARTITION p', false],
  ['CALL backfill()', false],
])('%s waits beside everybody: %s', (sql, expected) => {
  expect(waitsAside(flattenStatement(sql.replace(';', '')))).toBe(expected);
});
