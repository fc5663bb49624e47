import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { history, type MigrationEvent, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';

/** A client in an open transaction that has read a table. */
async function openReader(connectionString: string): Promise<pg.Client> {
  const reader = new pg.Client({ connectionString, application_name: 'web@1.0.0' });
  await reader.connect();
  await reader.query('BEGIN');
  await reader.query(`SELECT 'password=hunter22' AS note, *\n  FROM product`);
  return reader;
}

test('who has the table is told at each try and in the failure; the history has it without the query', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': 'CREATE TABLE product ();' });
  await up({ connection, migrations: folder.path });
  folder.write('1.0.0/002_name/up.sql', 'ALTER TABLE product ADD name text;');
  const reader = await openReader(connection);
  try {
    const retries: MigrationEvent[] = [];
    const ended = up({
      ...{ connection, migrations: folder.path, lockTimeoutMs: 2000, lockRetries: 1 },
      onEvent: (event) => {
        if (event.kind === 'migrationRetrying') retries.push(event);
      },
    });
    const { rows } = await reader.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const blocker = {
      pid: rows[0]?.pid,
      user: 'postgres',
      application: 'web@1.0.0',
      state: 'idle in transaction',
      transactionMs: expect.any(Number),
    };
    const error = await ended.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      why: expect.stringMatching(
        new RegExp(
          `blocked by process ${blocker.pid} \\(postgres, "web@1.0.0", idle in transaction for [\\d.]+ s\\): SELECT`,
        ),
      ),
      meta: { sqlState: '55P03', blockers: [{ ...blocker, query: expect.any(String) }] },
    });
    expect(JSON.stringify(error)).not.toContain('hunter22');
    expect(retries).toMatchObject([{ tries: 1, blockers: [blocker] }]);
    const [last] = await history({ connection });
    expect(last?.error?.blockers).toEqual([{ ...blocker, query: null }]);
  } finally {
    await reader.end();
  }
});

test('a concurrent index that waits names who it waits for, and shows how far it is', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE product AS SELECT 1 AS id;',
  });
  await up({ connection, migrations: folder.path });
  folder.write(
    '1.0.0/002_index/up.sql',
    '-- migrator: no-transaction\nCREATE INDEX CONCURRENTLY product_id ON product (id);',
  );
  const writer = await openReader(connection);
  try {
    await writer.query('INSERT INTO product VALUES (2)');
    const events: MigrationEvent[] = [];
    await up({
      ...{ connection, migrations: folder.path },
      onEvent: (event) => {
        events.push(event);
        if (event.kind === 'lockBlocked') void writer.query('COMMIT');
      },
    });
    expect(events.find(({ kind }) => kind === 'lockBlocked')).toMatchObject({
      migration: '002_index',
      waitedMs: expect.any(Number),
      blockers: [{ application: 'web@1.0.0', query: 'INSERT INTO product VALUES (2)' }],
    });
  } finally {
    await writer.end();
  }
});

test('an index that takes long shows its phase and its blocks', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': `CREATE TABLE product AS SELECT id FROM generate_series(1, 250) AS id;
      CREATE FUNCTION slow(id integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(0.01); RETURN id; END $$;`,
    '1.0.0/002_index/up.sql': 'CREATE INDEX product_slow ON product (slow(id));',
  });
  const events: MigrationEvent[] = [];
  await up({ connection, migrations: folder.path, onEvent: (event) => events.push(event) });
  expect(events.find(({ kind }) => kind === 'indexProgress')).toMatchObject({
    migration: '002_index',
    table: 'product',
    phase: expect.stringContaining('building index'),
    blocksTotal: expect.any(Number),
  });
});
