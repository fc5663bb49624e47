import { expect, test } from 'vitest';
import { scanStatements } from './scan-statements.ts';
import { scriptLocks } from './script-locks.ts';

function locksOf(sql: string): readonly string[] {
  const { locks } = scriptLocks(sql, [...scanStatements(sql)]);
  return locks.map(({ relation, mode }) => `${relation}: ${mode}`);
}

test.each([
  ['ALTER TABLE t ADD c text', ['t: ACCESS EXCLUSIVE']],
  ['ALTER TABLE ONLY "T" VALIDATE CONSTRAINT c', ['"T": SHARE UPDATE EXCLUSIVE']],
  ['ALTER TABLE t VALIDATE CONSTRAINT c, ALTER c TYPE int', ['t: ACCESS EXCLUSIVE']],
  ['ALTER TABLE t ALTER COLUMN c SET STATISTICS 9', ['t: SHARE UPDATE EXCLUSIVE']],
  ['ALTER TABLE t SET (fillfactor = 70)', ['t: SHARE UPDATE EXCLUSIVE']],
  ['ALTER TABLE t DISABLE TRIGGER ALL', ['t: SHARE ROW EXCLUSIVE']],
  [
    'ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES s.b (id)',
    ['a: SHARE ROW EXCLUSIVE', 's.b: SHARE ROW EXCLUSIVE'],
  ],
  ['CREATE TABLE a (b int REFERENCES b)', ['b: SHARE ROW EXCLUSIVE']],
  [
    'ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1)',
    ['p: SHARE UPDATE EXCLUSIVE', 'q: ACCESS EXCLUSIVE'],
  ],
  ['CREATE TABLE q PARTITION OF p DEFAULT', ['p: ACCESS EXCLUSIVE']],
  ['CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY t USING gin (x)', ['t: SHARE']],
  ['CREATE INDEX ON t (x)', ['t: SHARE']],
  ['CREATE INDEX CONCURRENTLY i ON t (x)', ['t: SHARE UPDATE EXCLUSIVE']],
  ['DROP INDEX CONCURRENTLY i', ['i: SHARE UPDATE EXCLUSIVE']],
  [
    'DROP TABLE IF EXISTS a, public."B" CASCADE',
    ['a: ACCESS EXCLUSIVE', 'public."B": ACCESS EXCLUSIVE'],
  ],
  ['TRUNCATE a, b', ['a: ACCESS EXCLUSIVE', 'b: ACCESS EXCLUSIVE']],
  [
    'CREATE TRIGGER x BEFORE UPDATE OF c ON t FOR EACH ROW EXECUTE FUNCTION f()',
    ['t: SHARE ROW EXCLUSIVE'],
  ],
  ['REFRESH MATERIALIZED VIEW CONCURRENTLY m', ['m: EXCLUSIVE']],
  ['UPDATE ONLY t SET a = 1', ['t: ROW EXCLUSIVE']],
  ["INSERT INTO t SELECT 'DROP TABLE x'", ['t: ROW EXCLUSIVE']],
  ['LOCK TABLE t IN SHARE MODE', ['t: SHARE']],
  ['LOCK t', ['t: ACCESS EXCLUSIVE']],
  ['VACUUM (FULL, VERBOSE) t', ['t: ACCESS EXCLUSIVE']],
  ['VACUUM t', ['t: SHARE UPDATE EXCLUSIVE']],
  ['VACUUM FULL t', ['t: ACCESS EXCLUSIVE']],
  ['VACUUM FULL FREEZE VERBOSE ANALYZE t, u', ['t: ACCESS EXCLUSIVE', 'u: ACCESS EXCLUSIVE']],
  ['VACUUM FULL;', []],
  ['VACUUM', []],
  ['VACUUM (FULL off) t', ['t: SHARE UPDATE EXCLUSIVE']],
  ['VACUUM (VERBOSE, FULL true, ANALYZE) t', ['t: ACCESS EXCLUSIVE']],
  ['ANALYZE VERBOSE t', ['t: SHARE UPDATE EXCLUSIVE']],
  ['ALTER INDEX i SET (fillfactor = 70)', ['i: SHARE UPDATE EXCLUSIVE']],
  ['ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 5', ['i: SHARE UPDATE EXCLUSIVE']],
  ['ALTER INDEX i SET TABLESPACE fast', ['i: ACCESS EXCLUSIVE']],
  ['REINDEX TABLE t', ['t: SHARE']],
  ['REINDEX (VERBOSE) TABLE CONCURRENTLY t', ['t: SHARE UPDATE EXCLUSIVE']],
  ['REINDEX (CONCURRENTLY, VERBOSE) INDEX i', ['i: SHARE UPDATE EXCLUSIVE']],
  ['ALTER TABLE p DETACH PARTITION q', ['p: ACCESS EXCLUSIVE', 'q: ACCESS EXCLUSIVE']],
  [
    'ALTER TABLE p DETACH PARTITION s.q CONCURRENTLY',
    ['p: SHARE UPDATE EXCLUSIVE', 's.q: ACCESS EXCLUSIVE'],
  ],
  ["ALTER TYPE mood ADD VALUE 'x'", []],
  ['ALTER TABLE ONLY (t) ADD c text', ['t: ACCESS EXCLUSIVE']],
  ['ALTER TABLE t* ADD c text', ['t: ACCESS EXCLUSIVE']],
  ['ALTER TABLE t ALTER "a b" RESET (n_distinct)', ['t: SHARE UPDATE EXCLUSIVE']],
  ['ALTER TABLE t SET (user_catalog_table)', ['t: ACCESS EXCLUSIVE']],
  ['ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b', []],
  ['ALTER TABLE t ADD CONSTRAINT "a b" FOREIGN KEY (x) REFERENCES t', ['t: SHARE ROW EXCLUSIVE']],
  ['ALTER MATERIALIZED VIEW m SET (fillfactor = 70)', ['m: SHARE UPDATE EXCLUSIVE']],
  ['ALTER VIEW v SET (security_barrier)', ['v: ACCESS EXCLUSIVE']],
  ['ALTER FOREIGN TABLE t ADD c text', ['t: ACCESS EXCLUSIVE']],
  ['ALTER SEQUENCE s RESTART', ['s: SHARE ROW EXCLUSIVE']],
  ['ALTER SEQUENCE s RENAME TO r', ['s: ACCESS EXCLUSIVE']],
  ['CREATE TABLE a (b int REFERENCES a, "references x" int)', []],
  ['CREATE TABLE a () INHERITS (p, q)', ['p: SHARE UPDATE EXCLUSIVE', 'q: SHARE UPDATE EXCLUSIVE']],
  ['CREATE UNLOGGED TABLE "a b" PARTITION OF p DEFAULT', ['p: ACCESS EXCLUSIVE']],
  ['CREATE TRIGGER "a on b" AFTER INSERT ON t EXECUTE FUNCTION f()', ['t: SHARE ROW EXCLUSIVE']],
  ['ALTER RULE r ON t RENAME TO s', ['t: ACCESS EXCLUSIVE']],
  ['DROP RULE r ON t', ['t: ACCESS EXCLUSIVE']],
  ['TRUNCATE t *, ONLY u', ['t: ACCESS EXCLUSIVE', 'u: ACCESS EXCLUSIVE']],
  ['CLUSTER i ON t', ['t: ACCESS EXCLUSIVE']],
  ['ANALYZE t (a, b), u', ['t: SHARE UPDATE EXCLUSIVE', 'u: SHARE UPDATE EXCLUSIVE']],
])('%s', (sql, locks) => {
  expect(locksOf(sql)).toEqual(locks);
});

test('the strongest lock on a table counts, and a table made here is nobody else’s', () => {
  const sql =
    'CREATE TABLE new (id int); CREATE INDEX ON new (id); INSERT INTO old VALUES (1); ALTER TABLE old ADD x int;';
  expect(locksOf(sql)).toEqual(['old: ACCESS EXCLUSIVE']);
});

test.each([
  [
    'the schema that is searched first',
    'ALTER TABLE t ADD x int; ALTER TABLE public.t ADD y int',
    ['t: ACCESS EXCLUSIVE'],
  ],
  ['a quoted name', 'ALTER TABLE t ADD x int; ALTER TABLE "t" ADD y int', ['t: ACCESS EXCLUSIVE']],
  [
    'another table of that name',
    'ALTER TABLE t ADD x int; ALTER TABLE "T" ADD y int',
    ['t: ACCESS EXCLUSIVE', '"T": ACCESS EXCLUSIVE'],
  ],
  [
    'another schema',
    'SET search_path TO app; CREATE TABLE t (x int); CREATE INDEX ON app.t (x); DROP TABLE public.t',
    ['public.t: ACCESS EXCLUSIVE'],
  ],
  [
    'a table made here, qualified',
    'CREATE TABLE t (x int); CREATE INDEX i ON public.t (x); DROP INDEX public.i',
    [],
  ],
  [
    'a table made here, under its new name',
    'CREATE TABLE t (x int); ALTER TABLE t RENAME TO u; CREATE INDEX i ON u (x)',
    [],
  ],
  [
    'a table made here, in its new schema',
    'CREATE TABLE t (x int); ALTER TABLE t SET SCHEMA app; CREATE INDEX i ON app.t (x)',
    [],
  ],
  [
    'an index made here',
    'CREATE INDEX CONCURRENTLY i ON t (x); ALTER INDEX i RENAME TO j; DROP INDEX j',
    ['t: ACCESS EXCLUSIVE'],
  ],
  [
    'an index made here, without its table',
    'CREATE INDEX CONCURRENTLY i ON t (x); ALTER INDEX i SET (fillfactor = 70)',
    ['t: SHARE UPDATE EXCLUSIVE'],
  ],
  [
    'an index made here, of a table made here',
    'CREATE TABLE t (x int); CREATE INDEX i ON t (x); ALTER TABLE t RENAME TO u; DROP INDEX i',
    [],
  ],
  [
    'a name that PostgreSQL cuts off',
    `CREATE TABLE ${'a'.repeat(70)} (x int); CREATE INDEX ON ${'a'.repeat(63)} (x)`,
    [],
  ],
  [
    'a table of the old name',
    'ALTER TABLE t RENAME TO old; CREATE TABLE t (x int); CREATE INDEX ON t (x)',
    ['t: ACCESS EXCLUSIVE'],
  ],
])('one relation is one, whatever it is called: %s', (_what, sql, locks) => {
  expect(locksOf(sql)).toEqual(locks);
});

test.each([
  'VACUUM FULL',
  'VACUUM (FULL, VERBOSE)',
  'VACUUM',
  'CLUSTER',
  'ANALYZE VERBOSE',
  'REINDEX (CONCURRENTLY) SCHEMA s',
  'REINDEX DATABASE',
  'DROP OWNED BY me',
  'ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b',
  'DROP SCHEMA s CASCADE',
  'TRUNCATE t CASCADE',
  'DROP TABLE t CASCADE',
  'DROP VIEW IF EXISTS v CASCADE',
  'ALTER TABLE t DROP COLUMN c CASCADE',
])('%s locks what it does not name, and is named by its line', (sql) => {
  const script = `SET x = 1;\n${sql};\nVACUUM FULL t; CLUSTER t; ANALYZE t; REINDEX TABLE t; TRUNCATE t;`;
  expect(scriptLocks(script, [...scanStatements(script)]).codeLines).toEqual([2]);
});

test('what runs code is named by its line', () => {
  const sql = 'SELECT 1;\n\nDO $$ BEGIN END $$;';
  const { codeLines } = scriptLocks(sql, [...scanStatements(sql)]);
  expect(codeLines).toEqual([1, 3]);
});
