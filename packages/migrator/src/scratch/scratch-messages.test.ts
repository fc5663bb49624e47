import { scanStatements } from '@schema-service/postgres-sql';
import { expect, test } from 'vitest';
import { scratchMessages } from './scratch-messages.ts';

function messages(sql: string) {
  const script = { kind: 'migrationScript', path: '', checksum: '', sql } as const;
  return scratchMessages(script, { statements: [...scanStatements(sql)] });
}

test('what cannot be in a transaction is left out or built as usual, and the rest stays at its place', () => {
  const sql =
    'CREATE TABLE a ();\nVACUUM\n  a;\nCREATE ROLE x; CREATE USER MAPPING FOR x SERVER s;\nDROP INDEX CONCURRENTLY i;';
  const [message, ...others] = messages(sql);
  expect(others).toEqual([]);
  expect(message).toMatchObject({ offset: 0, optional: false, needsCommit: false });
  expect(message?.sql).toBe(
    'CREATE TABLE a ();\n      \n   ;\n             ; CREATE USER MAPPING FOR x SERVER s;\nDROP INDEX              i',
  );
  expect(message?.statements.map(({ index }) => index)).toEqual([1, 4, 5]);
});

test('what commits by itself may fail, and maintenance is left out', () => {
  const sql =
    'CREATE TABLE a (); CALL fill(); DO $$ BEGIN COMMIT; END $$; DO $$ BEGIN END $$; CLUSTER a; REINDEX (CONCURRENTLY) TABLE a; SELECT 1';
  expect(messages(sql).map(({ optional, statements }) => [optional, statements.length])).toEqual([
    [false, 1],
    [true, 1],
    [true, 1],
    [false, 2],
  ]);
});

test('rights and new values of an enum have a message of their own', () => {
  const sql = `SELECT 1; SELECT 2; GRANT a TO b; ALTER TYPE t ADD VALUE 'v'; ALTER TABLE a OWNER TO b; SELECT 3`;
  const found = messages(sql);
  expect(
    found.map((message) => sql.slice(message.offset, message.offset + message.sql.length)),
  ).toEqual(found.map((message) => message.sql));
  expect(
    found.map(({ sql: text, optional, needsCommit }) => [text, optional, needsCommit]),
  ).toEqual([
    ['SELECT 1; SELECT 2', false, false],
    ['GRANT a TO b', true, false],
    [`ALTER TYPE t ADD VALUE 'v'`, false, true],
    ['ALTER TABLE a OWNER TO b', true, false],
    ['SELECT 3', false, false],
  ]);
});

test('what runs in batches runs once, for all rows', () => {
  const sql = 'UPDATE a SET x = 1 WHERE (k, l) >= ({from}) AND (k, l) <= ({to});';
  const header = {
    kind: 'scriptDirectives',
    transactional: false,
    batches: { table: 'a', columns: ['k', 'l'], targetMs: 150, line: 1 },
  } as const;
  const script = { kind: 'migrationScript', path: '', checksum: '', sql } as const;
  const found = scratchMessages(script, { statements: [...scanStatements(sql)], header });
  expect(found.map((message) => message.sql)).toEqual([
    'UPDATE a SET x = 1 WHERE (k, l) >= ((SELECT k FROM a ORDER BY k ASC, l ASC LIMIT 1), (SELECT l FROM a ORDER BY k ASC, l ASC LIMIT 1))' +
      ' AND (k, l) <= ((SELECT k FROM a ORDER BY k DESC, l DESC LIMIT 1), (SELECT l FROM a ORDER BY k DESC, l DESC LIMIT 1))',
  ]);
});
