import { scanStatements } from '@schema-service/postgres-sql';
import { expect, test } from 'vitest';
import { scriptLosses } from './script-losses.ts';

const lossesOf = (sql: string): readonly object[] =>
  scriptLosses({ sql }, { statements: [...scanStatements(sql)] }).map(
    ({ line: _line, statement: _statement, ...loss }) => loss,
  );

test.each(
  `DROP VIEW a, b
DROP VIEW IF EXISTS a RESTRICT
DROP INDEX a
DROP INDEX CONCURRENTLY IF EXISTS a
DROP FUNCTION f(integer, text)
DROP PROCEDURE f
DROP ROUTINE f
DROP AGGREGATE f(*)
DROP TRIGGER t ON a
DROP RULE r ON a
DROP POLICY p ON a
DROP TYPE mood
DROP DOMAIN email
DROP SCHEMA app
DROP OPERATOR CLASS o USING btree
DROP TEXT SEARCH CONFIGURATION c
DROP STATISTICS s
DROP COLLATION c
DROP CAST (a AS b)
DROP EVENT TRIGGER t
DROP PUBLICATION p
DROP FOREIGN TABLE f
DROP SERVER s
CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY, name varchar(3) DEFAULT f(), n numeric(10,2))
CREATE TABLE a (id integer, twice integer GENERATED ALWAYS AS (f(id)) STORED)
CREATE TABLE a AS SELECT count(*), coalesce(max(id), 0)::numeric(10,2) FROM b
CREATE TEMP TABLE a AS VALUES (1)
CREATE MATERIALIZED VIEW a AS SELECT lower(name) FROM b WHERE id IN (1, 2)
CREATE OR REPLACE VIEW a AS SELECT f(id) FROM b
CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM a'
CREATE FUNCTION f() RETURNS void BEGIN ATOMIC DELETE FROM a; END
CREATE UNIQUE INDEX i ON a (lower(name))
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()
CREATE TYPE mood AS ENUM ('sad')
CREATE EXTENSION hstore
ALTER TABLE a ADD COLUMN b integer, ADD CONSTRAINT c CHECK (b > 0)
ALTER TABLE a ADD b timestamptz(3) DEFAULT now() REFERENCES app."C" (id), ADD CHECK (char_length(b) < 3)
ALTER TABLE a ADD b integer GENERATED ALWAYS AS (f(c)) STORED, ADD UNIQUE (b), ADD FOREIGN KEY (b) REFERENCES c (id)
ALTER TABLE a ALTER b SET GENERATED ALWAYS SET CACHE 3
ALTER TABLE IF EXISTS ONLY a RENAME COLUMN b TO c
ALTER TABLE a RENAME TO b
ALTER TABLE a DROP CONSTRAINT c CASCADE
ALTER TABLE a ALTER b SET NOT NULL, ALTER COLUMN c DROP NOT NULL
ALTER TABLE a ALTER b DROP DEFAULT, ALTER b SET DEFAULT 1, ALTER b SET (n_distinct = 1)
ALTER TABLE a ALTER b ADD GENERATED ALWAYS AS IDENTITY
ALTER TABLE a ALTER b TYPE text
ALTER TABLE a VALIDATE CONSTRAINT c, ENABLE ROW LEVEL SECURITY, OWNER TO me
ALTER TABLE a DETACH PARTITION b
ALTER TABLE a DETACH PARTITION b CONCURRENTLY
ALTER TABLE a ATTACH PARTITION b DEFAULT
ALTER TABLE a SET SCHEMA b
ALTER TABLE a NO INHERIT b
ALTER TYPE mood ADD VALUE 'glad'
ALTER TYPE mood RENAME VALUE 'a' TO 'b'
ALTER TYPE pair ADD ATTRIBUTE c integer
ALTER DOMAIN email DROP CONSTRAINT c
ALTER DOMAIN email ADD CHECK (length(VALUE) > 3)
ALTER SEQUENCE s OWNED BY a.id
ALTER INDEX i RENAME TO j
ALTER FUNCTION f() RENAME TO g
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO me
ALTER ROLE me SET search_path = app
INSERT INTO a (id, name) VALUES (1, 'DO UPDATE'), (nextval('s'), now())
INSERT INTO a SELECT * FROM b ON CONFLICT (id) DO NOTHING
INSERT INTO a DEFAULT VALUES
SELECT pg_catalog.set_config('search_path', '', false)
SELECT 1 -- DELETE FROM a
COPY a (id) FROM '/file'
COPY a TO '/file'
GRANT SELECT ON a TO me
REVOKE ALL ON a FROM me
COMMENT ON TABLE a IS 'DROP TABLE a'
REASSIGN OWNED BY a TO b
ANALYZE a
VACUUM a
REINDEX TABLE a
LOCK TABLE a
SET search_path = app
RESET ALL
PREPARE p AS DELETE FROM a
NOTIFY a
SAVEPOINT a`
    .split('\n')
    .map((sql) => [sql]),
)('%s keeps everything', (sql) => {
  expect(lossesOf(sql)).toEqual([]);
});

test.each(
  `UPDATE a SET b = NULL
UPDATE a SET b = c
DELETE FROM a WHERE id = 1
DELETE FROM a USING b WHERE a.id = b.id
WITH x AS (DELETE FROM a RETURNING *) SELECT * FROM x
WITH x AS (SELECT 1) SELECT * FROM x
MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE
INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET name = ''
INSERT INTO a SELECT wipe()
INSERT INTO a (id) VALUES (app.wipe())
SELECT wipe()
SELECT lo_unlink(1)
SELECT setval('s', 1)
CREATE TABLE a AS SELECT wipe()
CREATE TABLE a AS EXECUTE p
CREATE MATERIALIZED VIEW a AS SELECT wipe()
CALL wipe()
DO $$ BEGIN DELETE FROM a; END $$
EXECUTE p
EXPLAIN ANALYZE DELETE FROM a
COPY (DELETE FROM a RETURNING *) TO '/file'
COPY a TO PROGRAM 'rm'
COPY a FROM PROGRAM 'rm'
ALTER TABLE a ALTER b TYPE integer USING 0
ALTER TABLE a ALTER COLUMN b SET DATA TYPE text USING ''
ALTER TABLE a ALTER b TYPE varchar(3)
ALTER TABLE a ALTER b TYPE bigint
ALTER TABLE a ALTER b DROP IDENTITY
ALTER TABLE a ALTER b RESTART WITH 1
ALTER TABLE a SET UNLOGGED
ALTER TYPE pair DROP ATTRIBUTE a
ALTER TYPE pair ADD ATTRIBUTE c integer, DROP ATTRIBUTE a
ALTER TYPE pair ALTER ATTRIBUTE a TYPE integer
ALTER SEQUENCE s RESTART
ALTER EXTENSION e UPDATE
DROP SEQUENCE s
DROP OWNED BY me
DROP ROLE me
DROP DATABASE d
DROP FUNCTION f CASCADE
DROP TRIGGER t ON a CASCADE
DROP INDEX i CASCADE
LOAD 'library'
ALTER TABLE a ADD b integer DEFAULT wipe()
ALTER TABLE a ADD CHECK (wipe() > 0)
ALTER TABLE a ADD b integer REFERENCES c (id) DEFAULT app.wipe(1)
ALTER DOMAIN email ADD CHECK (wipe(VALUE))
ALTER TABLE a ALTER b SET EXPRESSION AS (0)
ALTER TABLE a ALTER b SET START WITH 3 RESTART
CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p
DROP MATERIALIZED VIEW a
REFRESH MATERIALIZED VIEW a
REFRESH MATERIALIZED VIEW a WITH NO DATA
SOMETHING NEW`
    .split('\n')
    .map((sql) => [sql]),
)('%s may lose something, and nobody can count it', (sql) => {
  expect(lossesOf(sql)).toEqual([{ kind: 'statement' }]);
});

const table = (name: string) => ({ kind: 'table', table: name });
const cascade = (object: string, name: string) => ({ kind: 'cascade', object, name });

test.each<[string, readonly object[]]>([
  ['DROP TABLE a', [table('a')]],
  ['DROP TABLE IF EXISTS app.a, "B c" RESTRICT', [table('app.a'), table('"B c"')]],
  ['TRUNCATE ONLY a, b RESTART IDENTITY', [table('a'), table('b')]],
  ['TRUNCATE TABLE a CASCADE', [table('a'), { kind: 'statement' }]],
  ['DELETE FROM a', [table('a')]],
  ['DROP TABLE a, b CASCADE', [cascade('relation', 'a'), cascade('relation', 'b')]],
  ['DROP SCHEMA IF EXISTS app CASCADE', [cascade('schema', 'app')]],
  ['DROP TYPE app.mood CASCADE', [cascade('type', 'app.mood')]],
  ['DROP DOMAIN email CASCADE', [cascade('type', 'email')]],
  ['DROP VIEW v CASCADE', [cascade('relation', 'v')]],
  ['DROP EXTENSION hstore', [cascade('extension', 'hstore')]],
  ['DROP EXTENSION IF EXISTS "uuid-ossp" CASCADE', [cascade('extension', '"uuid-ossp"')]],
  [
    'ALTER TABLE a DROP b, RENAME c TO d, DROP COLUMN IF EXISTS "E" CASCADE, ALTER f TYPE integer',
    [
      { kind: 'column', table: 'a', column: 'b' },
      { kind: 'column', table: 'a', column: '"E"' },
      { kind: 'statement' },
    ],
  ],
])('%s is counted', (sql, losses) => {
  expect(lossesOf(sql)).toEqual(losses);
});

test('what stands at the end of a very long statement is not overlooked', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `(${i})`).join(', ');
  expect(lossesOf(`INSERT INTO a VALUES ${rows} ON CONFLICT (id) DO UPDATE SET id = 0`)).toEqual([
    { kind: 'statement' },
  ]);
  const body = `CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$${'-- long\n'.repeat(3000)}$$`;
  expect(lossesOf(body)).toEqual([]);
});

test('a loss says where it stands', () => {
  const sql = `SELECT 1;\nUPDATE a\n  SET name = '${'x'.repeat(100)}';`;
  const [loss] = scriptLosses({ sql }, { statements: [...scanStatements(sql)] });
  expect(loss).toMatchObject({ line: 2, statement: `UPDATE a SET name = '${'x'.repeat(36)}...` });
});
