import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalPostgres, testMajor } from '@schema-service/local-postgres';
import { expect, onTestFinished, test } from 'vitest';
import { openSession } from '../src/connection/session.ts';
import { history, up } from '../src/index.ts';
import { installTracking } from '../src/tracking/install-tracking.ts';
import { ledgerOf } from '../src/tracking/ledger.ts';
import { migrationFolder, THREE_MIGRATIONS } from './migration-folder.ts';
import { query } from './query.ts';

/** A server of our own that decodes its log. */
async function startLogical(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'replication-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const settings = ['wal_level=logical'];
  const options = { directory, throwaway: true, major: testMajor(), settings };
  const server = await startLocalPostgres(options);
  onTestFinished(server.stop);
  return server.connectionString;
}

test('the history goes on at the other side of a switch that logical replication has filled', {
  timeout: 120_000,
}, async () => {
  const server = await startLogical();
  const [blue, green] = (['blue', 'green'] as const).map(
    (pathname) => Object.assign(new URL(server), { pathname }).href,
  ) as [string, string]; // As many as names.
  await query(server, 'CREATE DATABASE blue');
  await query(server, 'CREATE DATABASE green');
  using folder = migrationFolder(THREE_MIGRATIONS);
  await up({ connection: blue, migrations: folder.path });

  // What pg_dump --schema-only brings.
  {
    await using session = await openSession(green, ledgerOf({}));
    await installTracking(session);
  }
  await query(
    green,
    'CREATE TABLE product (id integer PRIMARY KEY); CREATE TABLE review (); CREATE TABLE company (name text)',
  );
  await query(blue, 'CREATE PUBLICATION ledger FOR TABLE schema_migrations.history');
  // On one server the subscription would wait for the slot, and the slot for the subscription.
  await query(blue, `SELECT pg_create_logical_replication_slot('ledger', 'pgoutput')`);
  const source = new URL(blue);
  const from = `host=${source.hostname} port=${source.port} user=${source.username} dbname=blue`;
  await query(
    green,
    `CREATE SUBSCRIPTION ledger CONNECTION '${from}' PUBLICATION ledger WITH (create_slot = false, slot_name = ledger)`,
  );
  const count = 'SELECT count(*)::int FROM schema_migrations.history';
  const expected = await query(blue, count);
  while (JSON.stringify(await query(green, count)) !== JSON.stringify(expected)) await sleep(50);
  await query(green, 'ALTER SUBSCRIPTION ledger DISABLE');
  await query(green, 'ALTER SUBSCRIPTION ledger SET (slot_name = NONE)');
  await query(green, 'DROP SUBSCRIPTION ledger');

  folder.write('1.2.0/004_next/up.sql', 'CREATE TABLE next ();');
  const options = { connection: green, migrations: folder.path };
  expect((await up(options)).migrations).toMatchObject([{ migration: '004_next' }]);
  expect((await history(options)).map(({ id }) => id)).toEqual([4, 3, 2, 1]);
});
