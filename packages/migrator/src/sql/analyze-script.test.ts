import { SchemaServiceError } from '@schema-service/errors';
import { expect, test } from 'vitest';
import type { MigrationScript } from '../migrations/migration.ts';
import { analyzeScript } from './analyze-script.ts';

const script = (sql: string): MigrationScript => ({
  kind: 'migrationScript',
  path: '1.0.0/001_x/up.sql',
  sql,
  checksum: '0'.repeat(64),
});

function refusal(sql: string): SchemaServiceError {
  try {
    analyzeScript(script(sql));
  } catch (error) {
    if (error instanceof SchemaServiceError) return error;
  }
  throw new Error(`not refused: ${sql}`);
}

test.each([
  ['SELECT 1;\nCOMMIT;', 2, 'MIGRATION_TRANSACTION_CONTROL'],
  ['BEGIN;', 1, 'MIGRATION_TRANSACTION_CONTROL'],
  ['start transaction isolation level serializable', 1, 'MIGRATION_TRANSACTION_CONTROL'],
  ['ROLLBACK', 1, 'MIGRATION_TRANSACTION_CONTROL'],
  ['ROLLBACK AND CHAIN', 1, 'MIGRATION_TRANSACTION_CONTROL'],
  ['END;', 1, 'MIGRATION_TRANSACTION_CONTROL'],
  ["-- migrator: no-transaction\nPREPARE TRANSACTION 'x'", 2, 'MIGRATION_TRANSACTION_CONTROL'],
  ["COPY t (a, b) FROM STDIN;\n1\tit's\n\\.\n", 1, 'MIGRATION_CLIENT_COPY'],
  ['copy t to stdout', 1, 'MIGRATION_CLIENT_COPY'],
  ['\n\\i other.sql', 2, 'MIGRATION_PSQL_COMMAND'],
  ["SELECT 'x", 1, 'MIGRATION_SQL_UNTERMINATED'],
  ['CREATE INDEX CONCURRENTLY i ON t (a)', 1, 'MIGRATION_NEEDS_NO_TRANSACTION'],
  ['create unique index concurrently i on t (a)', 1, 'MIGRATION_NEEDS_NO_TRANSACTION'],
  ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY', 1, 'MIGRATION_NEEDS_NO_TRANSACTION'],
  ['VACUUM t', 1, 'MIGRATION_NEEDS_NO_TRANSACTION'],
  ["ALTER TYPE m ADD VALUE 'x';\nSELECT 1;\nSELECT 'x'::m", 3, 'MIGRATION_NEEDS_NO_TRANSACTION'],
  [
    `CREATE TYPE n AS ENUM (); ALTER TYPE "M" ADD VALUE IF NOT EXISTS 'it''s' AFTER 'y';\nALTER TABLE t ADD m "M" DEFAULT 'it''s'`,
    2,
    'MIGRATION_NEEDS_NO_TRANSACTION',
  ],
  ['SELECT 1;\ndiscard all', 2, 'MIGRATION_NEEDS_NO_TRANSACTION'],
  ["COMMIT PREPARED 'x'", 1, 'MIGRATION_NEEDS_NO_TRANSACTION'],
  ['SELECT 1, pg_catalog.pg_advisory_unlock_all ()', 1, 'MIGRATION_LOCK_RELEASED'],
  ['DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$', 1, 'MIGRATION_LOCK_RELEASED'],
  ["\nSET standard_conforming_strings = off; SELECT 'a\\b'", 2, 'MIGRATION_OLD_STRINGS'],
  [
    "SET SESSION Standard_Conforming_Strings TO 'FALSE' ; SELECT 'a''\\'",
    1,
    'MIGRATION_OLD_STRINGS',
  ],
  [
    "SELECT pg_catalog.set_config('standard_conforming_strings', '0', false); SELECT 'a\\b'",
    1,
    'MIGRATION_OLD_STRINGS',
  ],
  ['-- migrator: no-transactions\nSELECT 1', 1, 'MIGRATION_HEADER_INVALID'],
  ['-- About it\n-- migrator: lock-timeout = soon', 2, 'MIGRATION_HEADER_INVALID'],
])('%j is refused at line %i as %s', (sql, line, code) => {
  const error = refusal(sql);
  expect(error.code).toBe(code);
  expect(error.message).toContain(`1.0.0/001_x/up.sql:${line}: `);
  expect(error.fix).toBeTruthy();
});

test.each([
  'SAVEPOINT a; ROLLBACK TO SAVEPOINT a; ROLLBACK WORK TO a; RELEASE a',
  'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$',
  "COPY t FROM '/data/rows.csv'",
  'CREATE TABLE begin_log (commit text)',
  'CREATE INDEX "CONCURRENTLY" ON t (a)',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
  '-- migrator: no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a)',
  'DISCARD TEMP; DISCARD PLANS; DISCARD SEQUENCES',
  'CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_unlock_all() $$',
  "SET standard_conforming_strings = off; SELECT E'a\\b', 'it''s', $$\\$$, \"\\\" -- '\\'",
  "SELECT 'a\\b'; SET standard_conforming_strings = off; SET standard_conforming_strings = on",
  "SET standard_conforming_strings = on; SELECT 'a\\b'",
  "ALTER TYPE m ADD VALUE 'x'; ALTER TYPE m ADD VALUE 'y' AFTER 'x'; COMMENT ON TYPE m IS 'x'; SELECT 'xy', E'\\'x'",
  "SELECT 'x'; ALTER TYPE m ADD VALUE 'x'; -- 'x'\nCREATE FUNCTION f() RETURNS m LANGUAGE sql AS $$ SELECT 'x'::m $$",
  "CREATE TYPE a.m AS ENUM (); ALTER TYPE A.M ADD VALUE 'x'; SELECT 'x'",
  "-- migrator: no-transaction\nALTER TYPE m ADD VALUE 'x'; SELECT 'x'",
])('%j is let through', (sql) => {
  expect(analyzeScript(script(sql)).statements.length).toBeGreaterThan(0);
});

test('the header is read from the comments above the first statement, and refused elsewhere', () => {
  const sql = `-- Adds an index.

-- migrator: no-transaction
-- migrator: lock-timeout = 10s
-- migrator: statement-timeout=5min
SELECT 1;`;
  expect(analyzeScript(script(sql)).header).toEqual({
    kind: 'scriptDirectives',
    transactional: false,
    lockTimeoutMs: 10_000,
    statementTimeoutMs: 300_000,
  });
  for (const late of ['-- migrator: no-transaction', '-- Migrator: no-transaction']) {
    expect(() => analyzeScript(script(`${sql}\n${late}`))).toThrow(
      expect.objectContaining({
        code: 'MIGRATION_HEADER_INVALID',
        meta: expect.objectContaining({ line: 7 }),
      }),
    );
  }
});
