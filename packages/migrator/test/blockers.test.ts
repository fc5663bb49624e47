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

test('an index that a failed build left is dropped under the same eyes', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': 'CREATE TABLE product AS SELECT 1 AS id FROM generate_series(1, 2);',
    '1.0.0/002_index/up.sql':
      '-- migrator: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY product_id ON product (id);',
  });
  const options = { connection, migrations: folder.path };
  await expect(up(options)).rejects.toMatchObject({ meta: { sqlState: '23505' } });
  const writer = await openReader(connection);
  try {
    await writer.query('DELETE FROM product');
    const events: MigrationEvent[] = [];
    await up({
      ...options,
      onEvent: (event) => {
        events.push(event);
        if (event.kind === 'lockBlocked') void writer.query('COMMIT');
      },
    });
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.indexOf('lockBlocked')).toBeGreaterThan(-1);
    expect(kinds.indexOf('lockBlocked')).toBeLessThan(kinds.indexOf('invalidIndexDropped'));
  } finally {
    await writer.end();
  }
});

test('a hook is tried again as a migration is, and names who it waited for', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  using folder = migrationFolder({ '1.0.0/001_init/up.sql': 'CREATE TABLE product ();' });
  await up({ connection, migrations: folder.path });
  folder.write(
    'hooks/before-all.sql',
    "DO $$ BEGIN RAISE NOTICE 'here'; END $$; LOCK TABLE product;",
  );
  folder.write('1.0.0/002_more/up.sql', 'CREATE TABLE more ();');
  const reader = await openReader(connection);
  try {
    const events: MigrationEvent[] = [];
    const ended = up({
      ...{ connection, migrations: folder.path, lockTimeoutMs: 2000, lockRetries: 1 },
      onEvent: (event) => events.push(event),
    });
    await expect(ended).rejects.toMatchObject({
      code: 'MIGRATION_HOOK_FAILED',
      message: 'hooks/before-all.sql:1 failed.',
      why: expect.stringMatching(
        /blocked by process .*web@1\.0\.0.*lock_timeout is 2000 ms \(tried 2 times\)/s,
      ),
      meta: { sqlState: '55P03', blockers: [{ application: 'web@1.0.0' }] },
    });
    const at = { migration: 'hooks/before-all.sql', position: 0, total: 1 };
    const told = events.filter((event) => 'migration' in event && event.kind !== 'lockBlocked');
    expect(told).toMatchObject([
      { kind: 'serverNotice', message: 'here', line: 1, ...at },
      { kind: 'migrationRetrying', blockers: [{ application: 'web@1.0.0' }], ...at },
      { kind: 'serverNotice', message: 'here', ...at },
    ]);
  } finally {
    await reader.end();
  }
});

test('that nobody can be named, for want of a second connection, is told once', async () => {
  await using database = await createTestDatabase();
  const role = `alone_${database.name}`;
  const admin = new pg.Client(database.connectionString);
  await admin.connect();
  try {
    await admin.query(`CREATE ROLE ${role} LOGIN CONNECTION LIMIT 1`);
    await admin.query(`ALTER DATABASE ${database.name} OWNER TO ${role}`);
    using folder = migrationFolder({
      '1.0.0/001_one/up.sql': 'SELECT pg_sleep(0.5);',
      '1.0.0/002_two/up.sql': 'SELECT pg_sleep(0.5);',
    });
    const events: MigrationEvent[] = [];
    const connection = Object.assign(new URL(database.connectionString), { username: role }).href;
    await up({ connection, migrations: folder.path, onEvent: (event) => events.push(event) });
    expect(events.filter(({ kind }) => kind === 'watchFailed')).toMatchObject([
      { migration: '001_one', reason: `too many connections for role "${role}"` },
    ]);
  } finally {
    await admin.query(`DROP OWNED BY ${role} CASCADE`);
    await admin.query(`ALTER DATABASE ${database.name} OWNER TO postgres`);
    await admin.query(`DROP ROLE ${role}`);
    await admin.end();
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
