import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { scanStatements } from './scan-statements.ts';

// PostgreSQL's own parser says where the statements of a script end.
beforeAll(loadModule);

/** The offsets of the ends; `undefined` for what is no SQL. */
function parsedEnds(sql: string): readonly number[] | undefined {
  const bytes = Buffer.from(sql);
  try {
    return (parseSync(sql).stmts ?? []).map(({ stmt_location = 0, stmt_len }) =>
      stmt_len ? bytes.subarray(0, stmt_location + stmt_len).toString().length : sql.length,
    );
  } catch {
    return undefined;
  }
}

const scannedEnds = (sql: string): readonly number[] =>
  [...scanStatements(sql)].map(({ end }) => end);

/** Statements in which the words of blocks and transactions are names, or bodies. */
const STATEMENTS = [
  'CREATE FUNCTION f() RETURNS TABLE (begin date, "end" date) LANGUAGE sql AS $$ SELECT 1; SELECT 2 $$',
  'CREATE OR REPLACE FUNCTION begin() RETURNS int LANGUAGE plpgsql AS $begin$ BEGIN RETURN 1; END; $begin$',
  "CREATE FUNCTION begin.f(begin int, atomic int) RETURNS begin LANGUAGE begin AS 'BEGIN ATOMIC;'",
  "CREATE PROCEDURE p(begin atomic) LANGUAGE sql AS ''",
  'CREATE FUNCTION f(begin int) RETURNS int RETURN begin',
  'CREATE FUNCTION f(begin x) RETURNS int RETURN begin.atomic',
  'CREATE FUNCTION f(begin int, atomic int) RETURNS int RETURN begin + atomic',
  'CREATE FUNCTION f() RETURNS int RETURN CASE WHEN true THEN 1 END',
  'CREATE FUNCTION f(begin int) RETURNS int RETURN (SELECT begin atomic)',
  "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path TO begin, atomic AS 'SELECT 1; SELECT 2'",
  'CREATE FUNCTION f() RETURNS int SET search_path TO begin BEGIN ATOMIC SELECT 1; END',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END',
  'CREATE FUNCTION f() RETURNS int BEGIN /* ; END; */ ATOMIC -- END;\n; ; SELECT 1; END',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN CASE WHEN a THEN b END THEN 1 ELSE 2 END; RETURN 2; END',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 1 AS case; SELECT "end".begin FROM "end"; END',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT begin, atomic FROM begin atomic; SELECT begin; END',
  "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (CASE 1 WHEN 1 THEN 2 END, 'END;'); DELETE FROM t; END",
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2;); SELECT 1; END',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2; END',
  'CREATE FUNCTION f() RETURNS int begin atomic ; COMMIT; ROLLBACK AND CHAIN; end',
  'CREATE TABLE t (begin date, "begin" date, commit int, "end" int, atomic int)',
  'CREATE TABLE begin.atomic (a int)',
  'CREATE VIEW v AS SELECT 1 AS begin, 2 AS end, CASE WHEN true THEN 1 END AS case',
  'CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO begin VALUES (1); UPDATE atomic SET a = CASE a WHEN 1 THEN 2 END)',
  'CREATE TRIGGER begin AFTER INSERT ON t EXECUTE FUNCTION begin()',
  'CREATE AGGREGATE begin(int) (SFUNC = atomic, STYPE = int)',
  'SELECT begin atomic FROM t',
  'SELECT CASE WHEN begin THEN commit END FROM t AS begin (atomic)',
  'SELECT f(begin => 1) AS atomic',
  'DO $$ <<begin>> DECLARE x int; BEGIN BEGIN x := CASE 1 WHEN 1 THEN 2 END; END; COMMIT; END begin $$',
  'DO LANGUAGE plpgsql $a$ BEGIN $b$ ; $b$ $a$',
  "SELECT E'a\\';' \n 'b\\';' \r\n\n\t '\\'; COMMIT'",
  "SELECT 'a\\' \n ';'",
  "SELECT U&'\\0041;' UESCAPE '!', N'x;', B'0', X'1F;'",
  'SELECT U&"a;\\0041", "a"";b"',
  "SELECT 1 /* /* ; */ ' */, 2 */*;*/ 3 -- ; '\n + 4",
  'SELECT a$b$, $1, c$$ FROM t',
  'SELECT \'🚀;\', $é$;$é$, "ſ;" FROM ſet',
  'SELECT * FROM begın, ſtart, commıt',
  'PREPARE begin AS SELECT 1',
  "PREPARE TRANSACTION 'end;'",
  'BEGIN',
  'begin work isolation level serializable',
  'START TRANSACTION READ ONLY',
  'END',
  'COMMIT AND CHAIN',
  'ABORT',
  'SAVEPOINT begin',
  'ROLLBACK TO begin',
  'SET TRANSACTION READ ONLY',
] as const;

test.each(STATEMENTS)('%j is one statement, and a COMMIT behind it another', (sql) => {
  const script = `${sql}; COMMIT`;
  expect(parsedEnds(script)).toEqual([sql.length, script.length]);
  expect(scannedEnds(script)).toEqual([sql.length, script.length]);
});

test('ten thousand scripts of such statements end where the parser says', () => {
  const random = seededRandom(1);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const separators = [
    ';',
    ' ; ',
    ';;',
    ";\n-- it's; $$\n",
    '; /* BEGIN ATOMIC /* ; */ " */',
    ' -- ;\n;',
  ];
  for (let count = 0; count < 10_000; count++) {
    let sql = '';
    for (let length = 1 + random() * 5; length > 0; length--)
      sql += pick(STATEMENTS) + pick(separators);
    expect(scannedEnds(sql), sql).toEqual(parsedEnds(sql));
  }
});

/** What joins to more than statements: some of it is SQL, and where it is, it ends where the parser says. */
const PIECES = [
  ...[
    'CREATE',
    'OR REPLACE',
    'FUNCTION f()',
    'PROCEDURE p()',
    'RETURNS int',
    'RETURNS begin',
    'BEGIN',
    'ATOMIC',
    'BEGIN ATOMIC',
  ],
  ...[
    'END',
    'CASE',
    'WHEN a THEN',
    'SELECT',
    'SELECT 1',
    'RETURN',
    'begin',
    'atomic',
    'end',
    'AS',
    'COMMIT',
    '"end"',
    '.',
    ',',
  ],
  ...[
    '(',
    ')',
    ';',
    ';',
    '$$;$$',
    "E'\\';'",
    "'\\'",
    '\n',
    '/*;*/',
    '--;\n',
    '1',
    '+',
    'LANGUAGE sql',
    'FROM t',
  ],
] as const;

test('of a hundred thousand random texts, those that are SQL end where the parser says', () => {
  const random = seededRandom(2);
  const heads = [
    'CREATE FUNCTION f() RETURNS int ',
    'CREATE PROCEDURE p() BEGIN ATOMIC ',
    'SELECT 1 ',
    '',
  ];
  let valid = 0;
  for (let count = 0; count < 100_000; count++) {
    let sql = heads[count % heads.length] ?? '';
    for (let length = 1 + random() * 9; length > 0; length--) {
      sql += `${PIECES[Math.floor(random() * PIECES.length)]} `;
    }
    const expected = parsedEnds(sql);
    if (!expected) continue;
    valid++;
    expect(scannedEnds(sql), sql).toEqual(expected);
  }
  expect(valid).toBeGreaterThan(500);
});

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FILES = globSync(['packages/*/fixtures/**/*.sql', '{packages/*/,}migrations/**/*.sql'], {
  cwd: ROOT,
});

test('so do the scripts of this repository', () => {
  const parsed = FILES.filter((file) => {
    const sql = readFileSync(`${ROOT}/${file}`, 'utf8').replace(/^\ufeff/, '');
    const expected = parsedEnds(sql);
    if (expected) expect(scannedEnds(sql), file).toEqual(expected);
    return expected !== undefined;
  });
  expect(parsed.length).toBeGreaterThan(150);
});
