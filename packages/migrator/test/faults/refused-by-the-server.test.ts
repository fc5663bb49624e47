import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type MigrationEvent, status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

test('the role lacks a right: statement and reason are kept, and after the GRANT up goes through', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_mine/up.sql': 'CREATE SCHEMA mine;',
    '1.0.0/002_theirs/up.sql': 'CREATE TABLE mine.a ();\nINSERT INTO theirs VALUES (1);',
  });
  const role = `role_${database.name}`;
  const admin = (sql: string) => query(database.connectionString, sql);
  await admin(`CREATE TABLE theirs (id integer); CREATE ROLE ${role} LOGIN PASSWORD 'x';
    GRANT CREATE ON DATABASE ${database.name} TO ${role};`);
  try {
    const url = new URL(database.connectionString);
    const connection = Object.assign(url, { username: role, password: 'x' }).href;
    const options = { connection, migrations: folder.path, allowNonEmpty: true };
    await expect(up(options)).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      meta: { migration: '002_theirs', sqlState: '42501', statement: 2, line: 2 },
    });
    expect((await status(options)).migrations).toMatchObject([
      { status: 'success' },
      { status: 'failed', lastRun: { databaseUser: role } },
    ]);
    await admin(`GRANT INSERT ON theirs TO ${role}`);
    await up(options);
    expect(await admin('SELECT id FROM theirs')).toEqual([{ id: 1 }]);
  } finally {
    await admin(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
  }
});

test('a statement takes too long: its time limit ends it, and the limit is for that migration alone', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_slow/up.sql':
      '-- migrator: statement-timeout = 100ms\nCREATE TABLE a ();\nSELECT pg_sleep(30);',
  });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { sqlState: '57014', statement: 2, line: 3 },
  });
  expect(await tables(database.connectionString)).toEqual([]);
  folder.write(
    '1.0.0/001_slow/up.sql',
    '-- migrator: statement-timeout = 1min\nCREATE TABLE a ();',
  );
  folder.write('1.0.0/002_next/up.sql', 'CREATE TABLE b (); SELECT pg_sleep(0.2);');
  await up(options);
  expect(await tables(database.connectionString)).toEqual(['a', 'b']);
});

test('a deadlock with another session: the migration gives way, and is done when the other is through', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_both/up.sql': 'ALTER TABLE b ADD x integer;\nALTER TABLE a ADD x integer;',
  });
  const other = new pg.Client({ connectionString: database.connectionString });
  await other.connect();
  try {
    await other.query('CREATE TABLE a (); CREATE TABLE b ();');
    // The migration's session looks for a deadlock first, and is the one to give way.
    await other.query(`SET deadlock_timeout = '1min'; BEGIN; LOCK TABLE a;`);
    const events: MigrationEvent[] = [];
    const options = {
      connection: database.connectionString,
      migrations: folder.path,
      allowNonEmpty: true,
    };
    // For ever, so that the first try waits until the server finds the deadlock.
    const run = up({ ...options, lockTimeoutMs: 0, onEvent: (event) => events.push(event) });
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'a'::regclass`;
    await expect
      .poll(() => query(database.connectionString, waiting), { timeout: 10_000 })
      .toHaveLength(1);
    await other.query('LOCK TABLE b; COMMIT;');
    await run;
    expect(events.filter(({ kind }) => kind === 'migrationRetrying')).toMatchObject([
      { tries: 1, reason: 'deadlock detected' },
    ]);
    expect((await status(options)).migrations[0]).toMatchObject({ status: 'success' });
  } finally {
    await other.end();
  }
});
