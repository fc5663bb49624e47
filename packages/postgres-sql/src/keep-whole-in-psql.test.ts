import { expect, test } from 'vitest';
import { keepWholeInPsql } from './keep-whole-in-psql.ts';

test.each([
  'SELECT 1 AS end; SELECT 2 AS begin;',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END;',
  'CREATE FUNCTION f() RETURNS TABLE (begin date) LANGUAGE sql AS $$ SELECT 1; $$;',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT (SELECT 1 AS end); END;',
  "SELECT 'a'\n'b;', E'a;\\';';",
])('psql reads it as PostgreSQL does: %s', (sql) => {
  expect(keepWholeInPsql(sql)).toBe(sql);
});

test.each([
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 2; END',
  'CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1 AS case; END',
  "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  "COMMENT ON TABLE t IS E'a'\n'\\';'",
])('psql gets it as a string: %s', (sql) => {
  expect(keepWholeInPsql(`-- it's\n${sql};\nSELECT 1;`)).toBe(
    `-- it's\nSELECT $psql$${sql}$psql$\n\\gexec\n\nSELECT 1;`,
  );
});

test('the string is not ended by what is in it', () => {
  const sql = 'CREATE FUNCTION end() RETURNS int LANGUAGE begin AS $psql$ 1 $psql$';
  expect(keepWholeInPsql(sql)).toBe(`SELECT $psql1$${sql}$psql1$\n\\gexec\n`);
});
