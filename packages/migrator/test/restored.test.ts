import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase, testMajor } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { structureText } from '../src/catalog/structure-file.ts';
import {
  compareStructures,
  type DatabaseStructure,
  formatDifference,
  readDatabaseScript,
  readStructure,
} from '../src/index.ts';
import { AWKWARD } from './awkward-expressions.ts';
import { query } from './query.ts';

async function withClient<Result>(
  { connectionString }: TestDatabase,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const structureOf = (database: TestDatabase): Promise<DatabaseStructure> =>
  withClient(database, (client) => readStructure(client));

const lines = (expected: DatabaseStructure, actual: DatabaseStructure): readonly string[] =>
  compareStructures(expected, actual).map(formatDifference);

/** The statements that make a database anew: by `pg_dump` where there is one for this server, otherwise by our own. */
async function dump(database: TestDatabase): Promise<string> {
  if (dumpMajor() >= testMajor()) {
    return execFileSync('pg_dump', ['--schema-only', '--no-owner', database.connectionString], {
      encoding: 'utf8',
    });
  }
  const { statements } = await withClient(database, async (client) => {
    await client.query('BEGIN READ ONLY');
    return await readDatabaseScript(client);
  });
  return statements.map((sql) => `${sql};\n`).join('');
}

function dumpMajor(): number {
  try {
    const version = execFileSync('pg_dump', ['--version'], { encoding: 'utf8' });
    return Number(/\) (\d+)\./.exec(version)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

test('a database that was dumped and restored, once and twice, is what it was', async () => {
  await using original = await createTestDatabase();
  await query(original.connectionString, AWKWARD);
  const expected = await structureOf(original);
  let source = original;
  await using databases = new AsyncDisposableStack();
  for (const times of ['once', 'twice']) {
    const restored = databases.adopt(await createTestDatabase(), ({ drop }) => drop());
    // psql's own commands, and the schema that every database has.
    const script = (await dump(source)).replace(/^(?:\\.*|CREATE SCHEMA public;)$/gm, '');
    await query(restored.connectionString, script);
    const found = await structureOf(restored);
    expect(lines(expected, found), times).toEqual([]);
    // What was written down of the restored one is what the first one is.
    expect(lines(found, expected), times).toEqual([]);
    source = restored;
  }
  expect(JSON.stringify(await structureOf(source))).not.toBe(JSON.stringify(expected));
});

// Made by `UPDATE_PRINTED=1 TEST_POSTGRES_MAJOR=14 vitest run test/restored.test.ts`, and on 18.
const folder = join(import.meta.dirname, 'fixtures', 'printed');

test.each([14, 18])('what PostgreSQL %i printed is the same on this server', async (major) => {
  await using database = await createTestDatabase();
  await query(database.connectionString, AWKWARD);
  const actual = await structureOf(database);
  const path = join(folder, `${major}.json`);
  if (process.env.UPDATE_PRINTED === '1' && major === testMajor()) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, structureText(actual));
  }
  expect(existsSync(path)).toBe(true);
  const expected = JSON.parse(readFileSync(path, 'utf8')) as DatabaseStructure;
  expect(expected.serverMajor).toBe(major);
  expect(lines(expected, actual)).toEqual([]);
});

test('a change is seen as before: of an operand, of a value, of a bracket, on another server too', async () => {
  await using database = await createTestDatabase();
  await query(database.connectionString, AWKWARD);
  await query(
    database.connectionString,
    `ALTER TABLE account DROP CONSTRAINT "both", ADD CONSTRAINT "both" CHECK (
       (status IN ('new', 'done') AND score BETWEEN 1 AND 2) OR score IS NULL OR code = 'aa');
     DROP INDEX event_kind; CREATE INDEX event_kind ON event (kind) WHERE kind IN ('b', 'a');
     DROP VIEW active; CREATE VIEW active AS SELECT id, status, score FROM account
       WHERE status IN ('new', 'open') AND score BETWEEN 1 AND 6;
     ALTER POLICY made ON account WITH CHECK (score BETWEEN 1 AND 2 OR status <> 'done')`,
  );
  const actual = await structureOf(database);
  for (const major of [14, 18]) {
    const text = readFileSync(join(folder, `${major}.json`), 'utf8');
    const found = compareStructures(JSON.parse(text) as DatabaseStructure, actual);
    expect(found.map((one) => one.kind === 'changed' && one.object.name)).toEqual([
      'public.active',
      'public.account."both"',
      'public.event_kind',
      'public.account.made',
    ]);
  }
});
