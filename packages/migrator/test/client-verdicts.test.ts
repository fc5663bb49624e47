import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { baseline, down, snapshot, status, up, verify } from '../src/index.ts';
import { connect, hello, usage } from './hello-client.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

const verdict = (client: string, database: string, answer: string, ...missing: string[]) =>
  JSON.stringify({ client, database, answer, missing });

/** 1.2.0 has no migrations: a database for it is at 1.1.0. */
const CLIENTS = [
  verdict('1.1.0', '1.0.0', 'refuse', 'Company: it was added'),
  verdict('1.0.0', '1.1.0', 'degraded', 'Review.stars: its type changed'),
  verdict('1.10.0', '1.1.0', 'ok'),
  verdict('1.2.0', '1.1.0', 'ok'),
  verdict('1.3.0', '1.0.0', 'ok'),
];
const FILES = { ...THREE_MIGRATIONS, 'clients.jsonl': `${CLIENTS.join('\n')}\n` };

test('a database answers what the releases say of its version, up and down', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const at = { connection: database.connectionString, migrations: folder.path };
  await up(at);
  await using client = await connect(database.connectionString);
  const accepted = ['1.0.0', '1.1.0', '1.2.0', '1.10.0'];
  const asked = { database_version: '1.1.0', accepted, newest: '1.10.0', schema_name: null };
  expect(await hello(client, '1.1.0')).toEqual({
    ...{ ...asked, answer: 'ok', missing: [], message: null },
  });
  expect(await hello(client, '1.0.0')).toEqual({
    ...asked,
    answer: 'degraded',
    missing: ['Review.stars: its type changed'],
    message: 'A client of version 1.0.0 works in part on this database, which is at version 1.1.0.',
  });
  expect(await hello(client, '9.9.9')).toEqual({
    ...asked,
    answer: 'refuse',
    missing: [],
    message: 'This database, which is at version 1.1.0, does not know version 9.9.9.',
  });
  // Named somewhere, and not of this version.
  expect(await hello(client, '1.3.0')).toMatchObject({ ...asked, answer: 'degraded', missing: [] });

  await down({ ...at, to: '1.0.0', allowDataLoss: true });
  expect(await hello(client, '1.1.0')).toEqual({
    answer: 'refuse',
    database_version: '1.0.0',
    accepted: ['1.0.0', '1.3.0'],
    missing: ['Company: it was added'],
    schema_name: null,
    newest: '1.3.0',
    message: 'A client of version 1.1.0 does not work on this database, which is at version 1.0.0.',
  });
  expect((await usage(database)).map(({ version }) => version)).toEqual([
    '1.0.0',
    '1.1.0',
    '1.3.0',
  ]);
});

test('the status says which clients work there, who said hello, and what they are answered', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const at = { connection: database.connectionString, migrations: folder.path };
  expect((await status(at)).clients).toBeNull();
  await up(at);
  await using client = await connect(database.connectionString);
  await hello(client, '1.0.0', { service: 'ingestor' });
  await hello(client, '1.1.0');
  expect((await status(at)).clients).toEqual({
    accepted: ['1.0.0', '1.1.0', '1.2.0', '1.10.0'],
    seen: [
      {
        service: 'web',
        version: '1.1.0',
        language: 'node',
        answer: 'ok',
        lastSeen: expect.any(Date),
      },
      {
        service: 'ingestor',
        version: '1.0.0',
        language: 'node',
        answer: 'degraded',
        lastSeen: expect.any(Date),
      },
    ],
  });
  await query(
    database.connectionString,
    `UPDATE schema_migrations.usage SET day = day - 40, last_seen = last_seen - interval '40 days'`,
  );
  expect((await status(at)).clients?.seen).toEqual([]);
  // A role that may read the history alone.
  await query(
    database.connectionString,
    `GRANT SELECT ON ALL TABLES IN SCHEMA schema_migrations TO pg_monitor;
    REVOKE SELECT ON schema_migrations.client_verdict, schema_migrations.serving, schema_migrations.usage FROM pg_monitor`,
  );
  await client.query('SET ROLE pg_monitor');
  expect((await status({ ...at, connection: client })).clients).toBeNull();
});

test('who still uses a version is whoever said hello of late, and whoever is connected', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  await up({ connection: database.connectionString, migrations: folder.path });
  const url = new URL(database.connectionString);
  url.searchParams.set('application_name', 'web @org/db-client@1.1.0');
  await using client = await connect(url.href);
  await hello(client, '1.1.0');
  const usersOf = (version: string) =>
    query(
      database.connectionString,
      `SELECT evidence, who FROM schema_migrations.users_of('${version}')`,
    );
  expect(await usersOf('1.1.0')).toEqual([
    { evidence: 'said hello', who: 'web' },
    { evidence: 'is connected', who: 'web @org/db-client@1.1.0' },
  ]);
  expect(await usersOf('1.0')).toEqual([]);
  expect(await usersOf('1.0.0')).toEqual([]);
});

test('what a release without migrations says reaches a database that has nothing else to do', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(THREE_MIGRATIONS);
  const at = { connection: database.connectionString, migrations: folder.path };
  await up(at);
  await using client = await connect(database.connectionString);
  expect((await hello(client, '1.2.0')).answer).toBe('degraded');
  folder.write('clients.jsonl', FILES['clients.jsonl']);
  const waiting: string[] = [];
  const events = { onEvent: ({ kind }: { readonly kind: string }) => void waiting.push(kind) };
  expect((await up({ ...at, ...events })).migrations).toEqual([]);
  expect((await hello(client, '1.2.0')).answer).toBe('ok');
  const writes = () =>
    query(database.connectionString, 'SELECT xmin::text FROM schema_migrations.serving');
  const written = await writes();
  await up(at);
  expect(await writes()).toEqual(written);

  // A role that may only read goes on as before.
  folder.write('clients.jsonl', `${CLIENTS[0]}\n`);
  await query(
    database.connectionString,
    'GRANT SELECT ON ALL TABLES IN SCHEMA schema_migrations TO pg_monitor',
  );
  await client.query('SET ROLE pg_monitor');
  expect((await up({ ...at, connection: client })).migrations).toEqual([]);
  expect(await writes()).toEqual(written);
});

test('a ledger of an earlier migrator learns it, and keeps it where that one migrates on', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await query(
    database.connectionString,
    `DROP TRIGGER note_version ON schema_migrations.history;
    DROP TABLE schema_migrations.usage, schema_migrations.serving, schema_migrations.client_verdict;
    DROP FUNCTION schema_migrations.hello, schema_migrations.users_of, schema_migrations.answer_to,
      schema_migrations.note_version, schema_migrations.replace_serving;
    REVOKE USAGE ON SCHEMA schema_migrations FROM PUBLIC;
    GRANT SELECT ON schema_migrations.history TO pg_monitor`,
  );
  await up({ ...at, to: '1.0.0' });
  await using client = await connect(database.connectionString);
  expect(await hello(client, '1.1.0')).toMatchObject({
    answer: 'refuse',
    database_version: '1.0.0',
  });
  await client.query('SET ROLE pg_monitor');
  expect((await client.query('SELECT FROM schema_migrations.usage')).rowCount).toBe(1);
  await client.query('RESET ROLE');
  // As an earlier migrator writes: with its own statements, and no word of versions.
  await query(
    database.connectionString,
    `INSERT INTO schema_migrations.history (migration, version, sequence, completes_version, direction, checksum, attempt, tool_version)
      VALUES ('003_companies', '1.1.0', 3, true, 'up', repeat('0', 64), 1, '0.1.0');
    UPDATE schema_migrations.history SET status = 'success' WHERE status = 'running'`,
  );
  expect(await hello(client, '1.1.0')).toMatchObject({ answer: 'ok', database_version: '1.1.0' });
});

test('each ledger of a database answers for its own product, and none is part of a structure', async () => {
  await using database = await createTestDatabase();
  using shop = migrationFolder(FILES);
  using audit = migrationFolder({
    '3.0.0/001_init/up.sql': 'CREATE SCHEMA audit; CREATE TABLE audit.entry (id integer);',
    'clients.jsonl': `${verdict('2.0.0', '3.0.0', 'degraded', 'Entry: it was added')}\n`,
  });
  const connection = database.connectionString;
  const [shopAt, auditAt] = [
    { connection, migrations: shop.path },
    { connection, migrations: audit.path, ledgerSchema: 'order', allowNonEmpty: true },
  ];
  await up(shopAt);
  await up(auditAt);
  await using client = await connect(connection);
  expect((await hello(client, '2.0.0')).answer).toBe('refuse');
  expect(await hello(client, '2.0.0', { schema: 'order' })).toMatchObject({
    answer: 'degraded',
    database_version: '3.0.0',
    accepted: ['2.0.0', '3.0.0'],
  });
  expect(await usage(database)).toEqual([]);
  expect((await status(auditAt)).clients?.seen).toMatchObject([{ version: '2.0.0' }]);

  await using fresh = await createTestDatabase();
  await up({ connection: fresh.connectionString, migrations: shop.path });
  const { structure } = await snapshot({
    connection: fresh.connectionString,
    migrations: shop.path,
  });
  expect(JSON.stringify(structure)).not.toMatch(/hello|client_verdict|serving|usage/);
  expect((await verify(shopAt)).differences).toEqual([]);
});

test('a baseline tells it too, and what is no list is refused', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(FILES);
  const at = { connection: database.connectionString, migrations: folder.path };
  await query(database.connectionString, 'CREATE TABLE product (id integer PRIMARY KEY)');
  await baseline({ ...at, version: '1.0.0' });
  await using client = await connect(database.connectionString);
  expect((await hello(client, '1.1.0')).answer).toBe('refuse');
  for (const text of [
    'nonsense',
    '{"client":"1.0.0"}',
    verdict('1.0', '1.1.0', 'ok'),
    verdict('1.0.0', '1.1.0', 'fine'),
  ]) {
    folder.write('clients.jsonl', `${text}\n`);
    await expect(up(at)).rejects.toMatchObject({
      code: 'MIGRATION_FILE_UNREADABLE',
      message: 'clients.jsonl cannot be read.',
    });
  }
});

test('rows that are restored into the tables of another database are answered there', async () => {
  await using source = await createTestDatabase();
  await using target = await createTestDatabase();
  using folder = migrationFolder(FILES);
  await up({ connection: source.connectionString, migrations: folder.path });
  await up({ connection: target.connectionString, migrations: folder.path, to: '1.0.0' });
  await query(target.connectionString, 'TRUNCATE schema_migrations.client_verdict');
  // As pg_dump --data-only and a subscription write them, by a role that fires no common triggers.
  for (const table of ['client_verdict', 'serving', 'history']) {
    const [found] = await query(
      source.connectionString,
      `SELECT json_agg(t) AS rows FROM schema_migrations.${table} t
        WHERE '${table}' <> 'history' OR to_jsonb(t) ->> 'version' = '1.1.0'`,
    );
    const rows = JSON.stringify(found?.rows).replaceAll("'", "''");
    await query(
      target.connectionString,
      `SET session_replication_role = replica;
      INSERT INTO schema_migrations.${table} ${table === 'history' ? 'OVERRIDING SYSTEM VALUE' : ''}
        SELECT * FROM json_populate_recordset(NULL::schema_migrations.${table}, '${rows}')`,
    );
    await using client = await connect(target.connectionString);
    if (table === 'client_verdict') {
      expect((await hello(client, '1.0.0')).database_version).toBe('1.0.0');
      continue;
    }
    expect(await hello(client, '1.0.0')).toMatchObject({
      answer: 'degraded',
      database_version: '1.1.0',
      accepted: ['1.0.0', '1.1.0', '1.2.0', '1.10.0'],
    });
    await query(
      target.connectionString,
      'UPDATE schema_migrations.serving SET database_version = NULL',
    );
  }
});
