import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { PROGRAM, startApp } from './run-app.ts';

/** A process namespace of its own, in which what is run is process 1, as in a container. */
const AS_PROCESS_ONE = ['unshare', '--pid', '--fork', '--kill-child'] as const;
const canUnshare = spawnSync(AS_PROCESS_ONE[0], [...AS_PROCESS_ONE.slice(1), 'true']).status === 0;

/** Slow for whoever comes first only. */
const SLOW = `CREATE TABLE half ();
  SELECT CASE WHEN (SELECT count(*) FROM schema_migrations.history WHERE migration = '002_slow') = 1
  THEN pg_sleep(3600) END;`;

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'signals-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A connection that ends before its database does. */
async function connectTo(
  connectionString: string,
): Promise<AsyncDisposable & { readonly client: pg.Client }> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/** The one child of `unshare`, which does not hand signals on. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

const asProcessOne = (args: readonly string[]): ChildProcess =>
  spawn(AS_PROCESS_ONE[0], [...AS_PROCESS_ONE.slice(1), process.execPath, ...PROGRAM, ...args], {
    env: { ...process.env, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test.for([
  ['SIGTERM', 143, true],
  ['SIGINT', 130, true],
  ['SIGTERM', 143, false],
] as const)(
  '%s ends a run with %i, cancelled, rolled back and noted (as process 1: %s)',
  async ([signal, code, isOne], { skip }) => {
    skip(isOne && !canUnshare, 'no process namespace may be made here');
    await using database = await createTestDatabase();
    const folder = folderOf({
      '1.0.0/001_first/up.sql': 'CREATE TABLE first ();',
      '1.0.0/002_slow/up.sql': SLOW,
    });
    const args = ['up', '--json', '--dir', folder, '--database-url', database.connectionString];
    await using connected = await connectTo(database.connectionString);
    const { client } = connected;
    const asleep = async (): Promise<number | null> =>
      (
        await client.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
        )
      ).rowCount;
    const app = isOne ? asProcessOne(args) : startApp(args);
    let output = '';
    app.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    const ended = once(app, 'close');
    await expect.poll(asleep, { timeout: 60_000 }).toBe(1);
    process.kill(isOne ? childOf(app.pid ?? 0) : (app.pid ?? 0), signal);
    expect(await ended).toEqual([code, null]);
    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toMatchObject({
      kind: 'error',
      code: 'MIGRATION_CANCELLED',
    });
    expect(await asleep()).toBe(0);
    const { rows } = await client.query(
      `SELECT migration, status, error->>'sqlState' AS state, to_regclass('half') AS half
       FROM schema_migrations.history ORDER BY id`,
    );
    expect(rows).toEqual([
      { migration: '001_first', status: 'success', state: null, half: null },
      { migration: '002_slow', status: 'failed', state: '57014', half: null },
    ]);
    const again = startApp(args);
    expect(await once(again, 'close')).toEqual([0, null]);
  },
);

test('a signal while it waits, for a server or a version, ends the command at once', async () => {
  const folder = folderOf({ '1.0.0/001_first/up.sql': 'CREATE TABLE first ();' });
  const url = 'postgresql://u@127.0.0.1:1/db';
  for (const args of [
    ['up', '--dir', folder, '--wait-for-server', '1h', '--database-url', url],
    ['wait', '--at-least', '1.0.0', '--database-url', url],
  ]) {
    const app = startApp(args);
    const ended = once(app, 'close');
    const [said] = await once(app.stderr, 'data');
    expect(String(said)).toMatch(/^waiting for /);
    app.kill('SIGTERM');
    expect(await ended).toEqual([143, null]);
  }
});

test('while another migrator has the lock, a signal ends the wait', async () => {
  await using database = await createTestDatabase();
  const folder = folderOf({ '1.0.0/001_first/up.sql': 'CREATE TABLE first ();' });
  await using connected = await connectTo(database.connectionString);
  const { client } = connected;
  await client.query('SELECT pg_advisory_lock(1396918349, 1296648018)');
  const app = startApp(['up', '--dir', folder, '--database-url', database.connectionString]);
  const ended = once(app, 'close');
  const [said] = await once(app.stderr, 'data');
  expect(String(said)).toMatch(/^waiting for /);
  app.kill('SIGTERM');
  expect(await ended).toEqual([143, null]);
});
