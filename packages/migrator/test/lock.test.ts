import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type LockHolder, type MigrationEvent, status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

test('a waiter is told who holds the lock, and gives up at its limit', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_slow/up.sql': 'SELECT pg_sleep(60)',
  });
  const holder = new pg.Client({
    connectionString: database.connectionString,
    application_name: 'the one who sleeps',
  });
  holder.on('error', () => {});
  await holder.connect();
  const asleep = up({ connection: holder, migrations: folder.path });
  const options = { connection: database.connectionString, migrations: folder.path };
  await expect
    .poll(async () => (await status(options)).migrations[0]?.status, { timeout: 10_000 })
    .toBe('running');
  // The row is there before the script begins.
  await expect
    .poll(() => pidOf(database.connectionString), { timeout: 10_000 })
    .toEqual(expect.any(Number));

  const events: MigrationEvent[] = [];
  const waiting = up({ ...options, waitForLockMs: 1500, onEvent: (event) => events.push(event) });
  const expected: Partial<LockHolder> = {
    pid: await pidOf(database.connectionString),
    user: 'postgres',
    application: 'the one who sleeps',
    since: expect.any(Date),
  };
  await expect(waiting).rejects.toMatchObject({
    code: 'MIGRATION_LOCK_TIMEOUT',
    why: expect.stringContaining('"the one who sleeps"'),
    meta: { holder: expected },
  });
  expect(events.length).toBeGreaterThanOrEqual(2);
  expect(events[0]).toMatchObject({ kind: 'lockWaiting', holder: expected });

  const lost = expect(asleep).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
  await query(database.connectionString, `SELECT pg_terminate_backend(${expected.pid})`);
  await lost;
  // Its row stays running, and status knows better.
  expect((await status(options)).migrations[0]).toMatchObject({
    status: 'failed',
    lastRun: { error: { code: 'MIGRATION_INTERRUPTED' } },
  });
});

async function pidOf(connectionString: string): Promise<number> {
  const rows = await query(
    connectionString,
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  );
  return rows[0]?.pid as number;
}

test('a table that is in use: rolled back, tried again after a pause, and done when it is free', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': 'CREATE TABLE product ();' });
  const options = { connection: database.connectionString, migrations: folder.path };
  await up(options);
  folder.write('1.0.0/002_name/up.sql', 'ALTER TABLE product ADD name text;');
  const reader = new pg.Client({ connectionString: database.connectionString });
  await reader.connect();
  try {
    await reader.query('BEGIN; SELECT * FROM product;');
    const retries: MigrationEvent[] = [];
    await up({
      ...options,
      lockTimeoutMs: 50,
      onEvent: (event) => {
        if (event.kind !== 'migrationRetrying') return;
        retries.push(event);
        if (retries.length === 2) void reader.query('COMMIT');
      },
    });
    expect(retries).toMatchObject([
      { migration: '002_name', tries: 1, reason: expect.stringContaining('lock timeout') },
      { migration: '002_name', tries: 2 },
    ]);
    expect((await status(options)).migrations[1]).toMatchObject({
      status: 'success',
      lastRun: { attempt: 1 },
    });

    folder.write('1.0.0/003_more/up.sql', 'ALTER TABLE product ADD more text;');
    await reader.query('BEGIN; SELECT * FROM product;');
    const inVain = up({ ...options, lockTimeoutMs: 50, lockRetries: 0 });
    await expect(inVain).rejects.toMatchObject({
      why: expect.stringContaining('lock_timeout is 50 ms (tried once)'),
      meta: {
        sqlState: '55P03',
        statement: 1,
        line: 1,
        hint: expect.stringContaining('--lock-timeout'),
      },
    });
  } finally {
    await reader.end();
  }
});
