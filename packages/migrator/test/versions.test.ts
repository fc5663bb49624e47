import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import {
  abandon,
  contract,
  contractEvents,
  down,
  type MigrationEvent,
  retire,
  snapshot,
  status,
  up,
  verify,
  versions,
} from '../src/index.ts';
import { LOCK_CLASS, ledgerOf } from '../src/tracking/ledger.ts';
import { connect, hello } from './hello-client.ts';
import { migrationFolder, type TestFolder } from './migration-folder.ts';
import { query } from './query.ts';
import { THIRD_VERSION, TWO_VERSIONS } from './two-versions.ts';

/** A database at 2.0.0 that was at 1.0.0 before, and so serves both. */
async function bothVersions(database: TestDatabase, { path }: TestFolder) {
  const at = { connection: database.connectionString, migrations: path };
  await up({ ...at, to: '1.0.0' });
  await query(at.connection, 'INSERT INTO db_1_0_0.reviews (id) SELECT generate_series(1, 10)');
  await up(at);
  return at;
}

test('a version ends when nobody uses it, and who does is named', async () => {
  await using database = await createTestDatabase();
  await using fresh = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = await bothVersions(database, folder);
  const old = { ...at, version: '1.0.0' };
  const { connection } = at;
  await using client = await connect(connection);
  expect(await hello(client, '1.0.0')).toMatchObject({
    ...{ answer: 'ok', schema_name: 'db_1_0_0', message: null, newest: '2.0.0' },
  });
  expect(await versions(at)).toMatchObject({
    versions: [
      { version: '1.0.0', schema: 'db_1_0_0', state: 'open', users: [{ who: 'web' }] },
      { version: '2.0.0', schema: 'db_2_0_0', state: 'open', users: [] },
    ],
    waiting: ['2.0.0/008_contract'],
  });
  const evidence = async () => {
    const error = await contract(old).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'MIGRATION_VERSION_IN_USE' });
    const { used } = (error as { meta: { used: { users: unknown[] }[] } }).meta;
    return used.flatMap(({ users }) => users);
  };
  expect(await evidence()).toMatchObject([{ evidence: 'said hello', who: 'web' }]);

  // Some days later a client is still connected, and another one has never said hello.
  await query(
    connection,
    `UPDATE schema_migrations.usage SET last_seen = now() - interval '8 days'`,
  );
  await client.query(`SET application_name = 'web @org/db-client@1.0.0'`);
  await using silent = await connect(connection);
  await silent.query(`SET application_name = 'reports'; BEGIN; SELECT FROM db_1_0_0.reviews`);
  expect(await evidence()).toMatchObject([
    { evidence: 'is in a transaction that used it', who: 'reports' },
    { evidence: 'is connected', who: 'web @org/db-client@1.0.0' },
  ]);
  await silent.query('COMMIT');
  await client.query(`SET application_name = 'web @org/db-client@2.0.0'`);

  expect((await contract(old)).migrations).toMatchObject([{ migration: '008_contract' }]);
  expect(await hello(client, '1.0.0')).toMatchObject({
    answer: 'refuse',
    schema_name: null,
    message: 'Version 1.0.0 has ended on this database: move to 2.0.0.',
  });
  expect(await versions(at)).toMatchObject({
    versions: [
      { version: '1.0.0', schema: null, state: 'ended' },
      { version: '2.0.0', state: 'open' },
    ],
    waiting: [],
  });
  // It is now what a new database is.
  const { migrations } = at;
  await up({ connection: fresh.connectionString, migrations });
  await snapshot({ connection: fresh.connectionString, migrations });
  expect((await verify(at)).differences).toEqual([]);
  expect((await contract(old)).migrations).toEqual([]);
});

test('where a contract is taken back its version is there again', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({ ...TWO_VERSIONS, ...THIRD_VERSION });
  const back = 'CREATE SCHEMA db_1_0_0; CREATE VIEW db_1_0_0.reviews AS SELECT id FROM reviews;';
  folder.write('3.0.0/011_contract/down.sql', `-- migrator: rollback = instant\n${back}`);
  const at = await bothVersions(database, folder);
  const old = { ...at, version: '1.0.0' };
  await retire({ ...old, on: '2020-01-01' });
  await contract(old);
  await using client = await connect(at.connection);
  expect((await hello(client, '1.0.0')).answer).toBe('refuse');
  await down({ ...at, to: '2.0.0', allowDataLoss: true });
  expect(await hello(client, '1.0.0')).toMatchObject({ answer: 'ok', schema_name: 'db_1_0_0' });
  expect((await versions(at)).versions[0]).toMatchObject({ version: '1.0.0', state: 'open' });
  await retire({ ...old, on: '2999-12-31' });
  expect((await hello(client, '1.0.0')).answer).toBe('degraded');
});

test('who comes while a contract waits for another migrator is seen', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = await bothVersions(database, folder);
  await using client = await connect(at.connection);
  await using migrator = await connect(at.connection);
  await migrator.query('SELECT pg_advisory_lock($1, $2)', [LOCK_CLASS, ledgerOf({}).lockObject]);
  let coming: Promise<unknown> | undefined;
  const onEvent = ({ kind }: MigrationEvent): void => {
    if (kind !== 'lockWaiting') return;
    coming ??= hello(client, '1.0.0').then(() => migrator.query('SELECT pg_advisory_unlock_all()'));
  };
  await expect(contract({ ...at, version: '1.0.0', onEvent })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_IN_USE',
  });
  await coming;
  expect((await status(at)).waiting).toEqual(['008_contract']);
});

test('a version that is brought again has its end behind it', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  folder.write('1.0.0/001_init/down.sql', 'DROP TABLE reviews CASCADE;');
  folder.write('2.0.0/008_contract/down.sql', 'DROP SCHEMA db_2_0_0 CASCADE;');
  folder.write('2.0.0/007_open/down.sql', 'SELECT 1;');
  for (const name of ['006_bind', '005_prove', '004_fill', '003_expand']) {
    folder.write(`2.0.0/${name}/down.sql`, 'SELECT 1;');
  }
  folder.write('1.0.0/002_open/down.sql', 'SELECT 1;');
  const at = await bothVersions(database, folder);
  await contract({ ...at, version: '1.0.0' });
  await down({ ...at, to: 'none', allowDataLoss: true });
  await up({ ...at, to: '1.0.0' });
  await using client = await connect(at.connection);
  expect(await hello(client, '1.0.0')).toMatchObject({ answer: 'ok', schema_name: 'db_1_0_0' });
  expect((await versions(at)).versions).toMatchObject([{ version: '1.0.0', state: 'open' }]);
});

test('clients are told of the end of their version, and refused from that day on', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = await bothVersions(database, folder);
  await using client = await connect(at.connection);
  const ending = { ...at, version: '1.0.0', message: 'Ask Ann.' };
  expect(await retire({ ...ending, on: '2999-12-31' })).toMatchObject({ next: '2.0.0' });
  expect(await hello(client, '1.0.0')).toMatchObject({
    answer: 'degraded',
    schema_name: 'db_1_0_0',
    message: 'Version 1.0.0 ends on 2999-12-31 on this database: move to 2.0.0. Ask Ann.',
  });
  expect((await status(at)).served).toMatchObject([
    { version: '1.0.0', state: 'retiring', endsOn: '2999-12-31' },
    { version: '2.0.0', state: 'open' },
  ]);
  await retire({ ...ending, on: '2020-01-01' });
  expect(await hello(client, '1.0.0')).toMatchObject({
    answer: 'refuse',
    message: 'Version 1.0.0 has ended on this database: move to 2.0.0. Ask Ann.',
  });
  expect(await hello(client, '2.0.0')).toMatchObject({ answer: 'ok', schema_name: 'db_2_0_0' });
  await expect(retire({ ...at, version: '2.0.0', on: '2999-12-31' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_NEEDED',
  });
  await expect(retire({ ...at, version: '1.5.0', on: '2999-12-31' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_UNKNOWN',
  });
});

test('a brownout shuts clients out, and one GRANT lets them in again', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = await bothVersions(database, folder);
  const old = { ...at, version: '1.0.0', brownoutMs: 3_600_000 };
  await expect(contract(old)).rejects.toMatchObject({ code: 'MIGRATION_BROWNOUT_REFUSED' });
  const role = `role_${database.name}`;
  await using client = await connect(at.connection);
  await client.query(`CREATE ROLE ${role}; GRANT USAGE ON SCHEMA db_1_0_0 TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA db_1_0_0 TO ${role}`);
  try {
    const read = () => client.query(`SET ROLE ${role}; SELECT FROM db_1_0_0.reviews`);
    await read();
    await client.query('RESET ROLE');

    const controller = new AbortController();
    const told: MigrationEvent[] = [];
    const during: Promise<unknown>[] = [];
    const onEvent = (event: MigrationEvent): void => {
      told.push(event);
      if (event.kind !== 'brownoutBegan') return;
      during.push(
        read()
          .catch((error: unknown) => error)
          .finally(() => controller.abort()),
      );
    };
    const shut = contract({ ...old, onEvent, signal: controller.signal });
    await expect(shut).rejects.toMatchObject({ code: 'MIGRATION_CANCELLED' });
    expect(await Promise.all(during)).toMatchObject([{ code: '42501' }]);
    const statement = `GRANT USAGE ON SCHEMA db_1_0_0 TO ${role};`;
    expect(told).toMatchObject([{ kind: 'brownoutBegan', versions: ['1.0.0'], statement }]);
    await read();
    await client.query('RESET ROLE');

    // So are they where nobody asks for the next event, as a worker that is to end does not.
    for await (const { kind } of contractEvents(old)) if (kind === 'brownoutGoesOn') break;
    await read();
    await client.query('RESET ROLE');

    // Somebody says hello while it is on: the right is given back at once, and nothing has ended.
    await hello(client, '1.0.0');
    await client.query(`UPDATE schema_migrations.usage SET last_seen = now() - interval '8 days'`);
    await client.query(`CREATE FUNCTION schema_migrations.meanwhile() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN UPDATE schema_migrations.usage SET last_seen = now() + interval '1 hour'; RETURN NULL; END $$;
      CREATE TRIGGER meanwhile AFTER INSERT ON schema_migrations.brownout
      FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.meanwhile()`);
    await expect(contract(old)).rejects.toMatchObject({
      code: 'MIGRATION_VERSION_IN_USE',
      meta: { used: [{ version: '1.0.0', users: [{ evidence: 'said hello', who: 'web' }] }] },
    });
    await read();
    await client.query('RESET ROLE');

    // Of a migrator that was killed the next one takes it back.
    await client.query(`INSERT INTO schema_migrations.brownout (version, statement)
      VALUES ('1.0.0', '${statement.replace(';', '')}'); REVOKE USAGE ON SCHEMA db_1_0_0 FROM ${role}`);
    expect((await versions(at)).versions[0]?.brownout).toBe(statement.replace(';', ''));
    await expect(contract({ ...at, version: '1.0.0' })).rejects.toMatchObject({
      code: 'MIGRATION_VERSION_IN_USE',
    });
    await read();
    await client.query('RESET ROLE');

    await client.query(`DROP FUNCTION schema_migrations.meanwhile CASCADE;
      UPDATE schema_migrations.usage SET last_seen = now() - interval '8 days'`);
    expect((await contract({ ...old, brownoutMs: 1 })).migrations).toHaveLength(1);
  } finally {
    await client.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

test('the highest version is abandoned where nobody uses it, and what only it held is counted', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = await bothVersions(database, folder);
  const newest = { ...at, version: '2.0.0' };
  await using client = await connect(at.connection);
  await client.query('UPDATE db_2_0_0.reviews SET helpful = 5000000000 WHERE id = 1');
  await hello(client, '2.0.0');
  await expect(abandon(newest)).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_IN_USE',
    meta: { used: [{ version: '2.0.0', users: [{ who: 'web' }] }] },
  });
  await expect(abandon({ ...at, version: '1.0.0' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_UNKNOWN',
  });
  await client.query(`UPDATE schema_migrations.usage SET last_seen = now() - interval '1 hour'`);
  await expect(abandon(newest)).rejects.toMatchObject({
    code: 'MIGRATION_DATA_LOSS',
    meta: {
      losses: expect.arrayContaining([
        expect.objectContaining({ column: 'helpful__2', count: 10 }),
      ]),
    },
  });
  expect((await abandon({ ...newest, allowDataLoss: true })).toVersion).toBe('1.0.0');
  expect(await versions(at)).toMatchObject({ versions: [{ version: '1.0.0', state: 'open' }] });
  const { rows } = await client.query('SELECT helpful FROM db_1_0_0.reviews WHERE id = 1');
  expect(rows).toEqual([{ helpful: 2147483647 }]);
  await client.query('INSERT INTO db_1_0_0.reviews (id) VALUES (11)');
  expect((await up(at)).toVersion).toBe('2.0.0');
});

test('a ledger of an earlier migrator learns of versions', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await query(
    at.connection,
    `DROP VIEW schema_migrations.versions, schema_migrations.version_note`,
  );
  expect((await versions(at)).versions).toEqual([]);
  await expect(retire({ ...at, version: '1.0.0', on: '2999-12-31' })).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_NEEDED',
  });
  expect((await versions(at)).versions).toHaveLength(1);
  await up(at);
  expect((await versions(at)).versions).toHaveLength(2);
});

test('clients write all the time, and notice neither that a version comes nor that one goes', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder(TWO_VERSIONS);
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await query(at.connection, 'INSERT INTO db_1_0_0.reviews (id) SELECT generate_series(1, 2000)');
  const written = await whileWriting(database, 'db_1_0_0', () => up(at));
  const more = await whileWriting(database, 'db_2_0_0', () =>
    contract({ ...at, version: '1.0.0' }),
  );
  expect(await query(at.connection, 'SELECT helpful FROM db_2_0_0.reviews WHERE id = 7')).toEqual([
    { helpful: String(written + more) },
  ]);
});

/** Counts in one row through the views of a version until something else is over, and says how often. */
async function whileWriting(
  database: TestDatabase,
  schema: string,
  work: () => Promise<unknown>,
): Promise<number> {
  await using client = await connect(database.connectionString);
  let writes = 0;
  let isOver = false;
  const write = async (): Promise<void> => {
    await client.query(`UPDATE ${schema}.reviews SET helpful = helpful + 1 WHERE id = 7`);
    writes++;
  };
  await write();
  const writing = (async () => {
    while (!isOver) await write();
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await writing;
  }
  return writes;
}
