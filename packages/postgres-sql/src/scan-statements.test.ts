import { expect, test } from 'vitest';
import { SqlSyntaxError, scanStatements } from './scan-statements.ts';

const scan = (sql: string) => [...scanStatements(sql)];
const texts = (sql: string): string[] => scan(sql).map(({ start, end }) => sql.slice(start, end));

test.each([
  ['nothing', ' ;; \n-- ; \n/* ; */;', []],
  ['a last one without a semicolon', 'SELECT 1;\nSELECT 2', ['SELECT 1', 'SELECT 2']],
  [
    'strings',
    `SELECT 'a;''b;', U&'\\0041;' ; SELECT 2`,
    [`SELECT 'a;''b;', U&'\\0041;' `, 'SELECT 2'],
  ],
  [
    'a backslash is nothing special in a plain string',
    `SELECT 'a\\'; SELECT 2`,
    [`SELECT 'a\\'`, 'SELECT 2'],
  ],
  [
    'a backslash hides a quote in E',
    `SELECT e'a\\';b''' ; SELECT 2`,
    [`SELECT e'a\\';b''' `, 'SELECT 2'],
  ],
  [
    'a name that ends in e',
    `SELECT date'2020-01-01\\'; SELECT 2`,
    [`SELECT date'2020-01-01\\'`, 'SELECT 2'],
  ],
  ['quoted names', 'SELECT ";""x;"; SELECT 2', ['SELECT ";""x;"', 'SELECT 2']],
  [
    'dollar quotes',
    'DO $$ a; $b$ $$; DO $é$ ; $$ $é$; SELECT 3',
    ['DO $$ a; $b$ $$', 'DO $é$ ; $$ $é$', 'SELECT 3'],
  ],
  ['a dollar inside a name', 'SELECT a$b$c; SELECT 2', ['SELECT a$b$c', 'SELECT 2']],
  [
    'nested comments',
    'SELECT /* ; /* ; */ ; */ 1; SELECT 2',
    ['SELECT /* ; /* ; */ ; */ 1', 'SELECT 2'],
  ],
  [
    'rules with several actions',
    'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3',
    ['CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)', 'SELECT 3'],
  ],
  [
    'SQL-standard bodies',
    'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3',
    [
      'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
      'SELECT 3',
    ],
  ],
])('%s', (_name, sql, expected) => {
  expect(texts(sql)).toEqual(expected);
});

test('lines are those of the first words, with CRLF too', () => {
  const sql = '-- one\r\nSELECT 1;\r\n\r\n/* a\r\n */ SELECT\r\n2; SELECT 3';
  expect(scan(sql).map(({ line }) => line)).toEqual([2, 5, 6]);
});

test('the words leave out what is quoted or in parentheses', () => {
  const [statement] = scan(
    `insert into "Copy" (a, b) /* x */ values ('from', $$stdin$$) returning id`,
  );
  expect(statement?.words).toBe('INSERT INTO " VALUES RETURNING ID');
});

test.each([
  ["SELECT 1;\nSELECT 'open", 2, 'unterminated'],
  ['DO $a$ $b$', 1, 'unterminated'],
  ['/* /* */', 1, 'unterminated'],
  ['SELECT "x', 1, 'unterminated'],
  ["SELECT E'\\'", 1, 'unterminated'],
  ['SELECT 1;\n\n\\connect other\n', 3, 'psqlCommand'],
])('%j is refused at line %i', (sql, line, reason) => {
  const caught = ((): unknown => {
    try {
      return scan(sql);
    } catch (error) {
      return error;
    }
  })();
  expect(caught).toBeInstanceOf(SqlSyntaxError);
  expect(caught).toMatchObject({ line, reason });
});

test('ten megabytes are scanned, for which any more than linear time would be without an end', () => {
  const insert = `INSERT INTO t (id, body) VALUES (1, 'it''s a row; of data'), (2, $$and; another$$);\n`;
  const sql = insert.repeat(Math.ceil(10_000_000 / insert.length));
  expect(scan(sql).length).toBeGreaterThan(100_000);
});
