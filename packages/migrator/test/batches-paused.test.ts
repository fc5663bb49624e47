import { createTestDatabase, startLocalPostgres, testMajor } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { lagBehind, nextPause } from '../src/apply/batch-pace.ts';
import { nextSize } from '../src/apply/run-batches.ts';
import {
  explain,
  type MigrationEvent,
  pauseBatches,
  resumeBatches,
  status,
  up,
} from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { ownServer } from './own-server.ts';
import { query } from './query.ts';

const REVIEWS = `CREATE TABLE review (id bigint PRIMARY KEY, words integer, times integer NOT NULL DEFAULT 0);
INSERT INTO review SELECT n FROM generate_series(1, 3000) AS n;`;

const fill = (verify = 'SELECT FROM review WHERE words IS NULL'): string =>
  `-- migrator: batches = public.review by id, target = 1s
-- migrator: verify = ${verify};
UPDATE public.review SET words = 3, times = times + 1 WHERE id >= {from} AND id <= {to} AND words IS NULL;`;

async function open(script: string) {
  const database = await createTestDatabase();
  const folder = migrationFolder({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.1.0/002_fill/up.sql': script,
  });
  const { connectionString: connection } = database;
  const options = { connection, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  return {
    options,
    folder,
    run: (sql: string) => query(connection, sql),
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      await database.drop();
    },
  };
}

const TIMES = 'SELECT times, count(*)::int FROM review GROUP BY times ORDER BY times';

test('a run whose time is over ends between two batches, and the next one goes on', async () => {
  await using place = await open(fill());
  const { options, run } = place;
  const time = 800;
  // A batch that takes all of it, however fast the machine is.
  const onEvent = ({ kind }: MigrationEvent): void => {
    if (kind === 'batchApplied') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time);
  };
  const attempt = () =>
    up({ ...options, maxDurationMs: time, onEvent }).catch((error: unknown) => error);
  let runs = 0;
  for (let ended = await attempt(); ended instanceof Error && runs < 50; ended = await attempt()) {
    runs++;
    expect(ended).toMatchObject({ code: 'MIGRATION_PAUSED', meta: { migration: '002_fill' } });
    const [, found] = (await status(options)).migrations;
    expect(found).toMatchObject({
      status: 'failed',
      lastRun: { error: { code: 'MIGRATION_PAUSED' } },
    });
  }
  expect(runs).toBeGreaterThan(0);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 3000 }]);
});

test('paused batches wait until somebody lets them go on, in the run under way and in the next', async () => {
  await using place = await open(fill());
  const { options, run } = place;
  expect(await pauseBatches({ ...options, note: 'sale, password=Gh7-secret' })).toMatchObject({
    changed: true,
    pause: { note: 'sale, password=***' },
  });
  expect((await pauseBatches(options)).changed).toBe(false);
  expect((await status(options)).pause).toMatchObject({ note: 'sale, password=***' });
  const events: MigrationEvent[] = [];
  const onEvent = (event: MigrationEvent): void => {
    events.push(event);
    if (event.kind === 'batchesPaused') void resumeBatches(options);
  };
  await up({ ...options, onEvent });
  expect(events.find(({ kind }) => kind === 'batchesPaused')).toMatchObject({
    migration: '002_fill',
  });
  const kinds = events.map(({ kind }) => kind);
  expect(kinds.indexOf('batchesPaused')).toBeLessThan(kinds.indexOf('batchApplied'));
  expect(await resumeBatches(options)).toMatchObject({ changed: false, pause: null });
  expect(await run(TIMES)).toEqual([{ times: 1, count: 3000 }]);
});

test('a paused run can be ended, and its time runs on', async () => {
  await using place = await open(fill());
  const { options } = place;
  await pauseBatches(options);
  await expect(up({ ...options, maxDurationMs: 1 })).rejects.toMatchObject({
    code: 'MIGRATION_PAUSED',
  });
  const controller = new AbortController();
  const onEvent = ({ kind }: MigrationEvent): void => {
    if (kind === 'batchesPaused') controller.abort();
  };
  await expect(up({ ...options, onEvent, signal: controller.signal })).rejects.toMatchObject({
    code: 'MIGRATION_CANCELLED',
  });
  expect((await status(options)).migrations[1]).toMatchObject({ status: 'failed' });
});

test('what verify finds is gone through again, and refused where it stays', async () => {
  await using place = await open(fill());
  const { options, run, folder } = place;
  const [step] = (await explain({ ...options, direction: 'up' })).steps;
  expect(step?.batches?.verify).toBe('SELECT FROM review WHERE words IS NULL');
  const events: MigrationEvent[] = [];
  // A row behind the last key, once.
  await run(`CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO review (id) VALUES (0) ON CONFLICT DO NOTHING; RETURN NULL; END $$;
    CREATE TRIGGER late AFTER UPDATE ON review FOR EACH STATEMENT EXECUTE FUNCTION late()`);
  await up({ ...options, onEvent: (event) => void events.push(event) });
  await run('DROP TRIGGER late ON review');
  expect(events.filter(({ kind }) => kind === 'batchesLeft')).toMatchObject([
    { rows: 1, passes: 1 },
  ]);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 3001 }]);

  folder.write('1.2.0/003_more/up.sql', fill('SELECT FROM review WHERE id = 0'));
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_BATCHES_LEFT',
    message: '1.2.0/003_more/up.sql:2: the query of verify still finds rows after 3 passes: 1.',
  });
  await run('DELETE FROM review WHERE id = 0');
  expect((await up(options)).toVersion).toBe('1.2.0');

  folder.write('1.3.0/004_wrong/up.sql', fill('SELECT FROM nowhere'));
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    message: expect.stringContaining('004_wrong/up.sql:2: the query of verify does not run'),
  });
});

test.each([
  ['-- migrator: verify = SELECT 1\nSELECT 1;', 'verify stands without batches'],
  [fill('SELECT 1; DROP TABLE review'), 'verify is not one query'],
  ['-- migrator: verify = DELETE FROM review\nSELECT 1;', 'this is not a directive'],
])('%s is refused', async (script, message) => {
  await using place = await open(script);
  await expect(up(place.options)).rejects.toMatchObject({
    code: 'MIGRATION_HEADER_INVALID',
    message: expect.stringContaining(message),
  });
});

test('the pause grows while a standby is behind or sessions wait, and goes when that is over', () => {
  const calm = { lagMs: 200, waiting: 0 };
  const late = { lagMs: 20_000, waiting: 0 };
  const waited = { lagMs: null, waiting: 1 };
  const limits = { maxLagMs: 10_000, targetMs: 150 };
  expect(nextPause(0, calm, limits)).toBe(0);
  expect(nextPause(0, late, limits)).toBe(100);
  expect(nextPause(100, late, limits)).toBe(200);
  expect(nextPause(20_000, late, limits)).toBe(30_000);
  expect(nextPause(400, calm, limits)).toBe(200);
  expect(nextPause(60, calm, limits)).toBe(0);
  expect(nextPause(0, late, { ...limits, maxLagMs: 0 })).toBe(0);
  // Never longer than a batch takes, for sessions that wait for each.
  expect(nextPause(0, waited, limits)).toBe(100);
  expect(nextPause(100, waited, limits)).toBe(150);
  expect(nextPause(150, waited, limits)).toBe(150);
  expect(nextPause(0, waited, { ...limits, targetMs: 20 })).toBe(20);
  expect(nextPause(30_000, waited, limits)).toBe(15_000);

  const samples = [
    { place: 100, at: 1000 },
    { place: 200, at: 2000 },
  ];
  expect(lagBehind(samples, 100, 5000)).toBe(3000);
  expect(lagBehind(samples, 200, 5000)).toBe(0);
});

test('a batch has as many rows as fit into its time, and what is done beside them takes no more than they', () => {
  expect(nextSize(1000, 150, { rows: 1000, rowsMs: 290, besidesMs: 10 })).toBe(500);
  expect(nextSize(1000, 150, { rows: 1000, rowsMs: 3000, besidesMs: 0 })).toBe(300);
  expect(nextSize(1000, 150, { rows: 1000, rowsMs: 10, besidesMs: 5 })).toBe(2000);
  expect(nextSize(1000, 150, { rows: 10, rowsMs: 1, besidesMs: 5 })).toBe(1000);
  expect(nextSize(3, 150, { rows: 3, rowsMs: 3000, besidesMs: 10 })).toBe(1);
  expect(nextSize(100, 150, { rows: 100, rowsMs: 100, besidesMs: 300 })).toBe(150);
});

test('batches pause while a standby does not replay, and go on as it does', async () => {
  await using first = await ownServer();
  await first.stop();
  await using standby = await ownServer(first.directory);
  const { connectionString: connection, stop } = await startLocalPostgres({
    ...{ directory: first.directory, throwaway: true, major: testMajor() },
  });
  await using _ = { [Symbol.asyncDispose]: stop };
  const { port, username, password } = new URL(connection);
  await standby.set({
    primary_conninfo: `host=127.0.0.1 port=${port} user=${username} password=${password}`,
  });
  const replayed = `SELECT count(*)::int FROM pg_stat_replication
    WHERE state = 'streaming' AND replay_lsn = pg_current_wal_flush_lsn()`;
  await expect
    .poll(async () => (await query(connection, replayed))[0]?.count, { timeout: 60_000 })
    .toBe(1);

  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.1.0/002_fill/up.sql': fill(),
  });
  const options = { connection, migrations: folder.path };
  await up({ ...options, to: '1.0.0' });
  await query(standby.url.href, 'SELECT pg_wal_replay_pause()');
  const lags: (number | null)[] = [];
  const resumed: Promise<unknown>[] = [];
  const onEvent = (event: MigrationEvent): void => {
    if (event.kind !== 'batchPausing') return;
    lags.push(event.lagMs);
    resumed.push(query(standby.url.href, 'SELECT pg_wal_replay_resume()'));
  };
  await up({ ...options, maxLagMs: 1, onEvent });
  await Promise.all(resumed);
  expect(lags[0]).toBeGreaterThan(1);
  expect(await query(connection, TIMES)).toEqual([{ times: 1, count: 3000 }]);
});
