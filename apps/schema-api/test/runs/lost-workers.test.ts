import pg from 'pg';
import { expect, test } from 'vitest';
import { gate, readStream, runService, waitsAt } from './run-service.ts';
import { startWorkerProcess } from './worker-process.ts';

const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;

test.each([
  [42, 'in a transaction', '002_review'],
  [43, 'without a transaction', '004_index'],
] as const)(
  'a worker that is killed (gate %i) %s: another one finds out by the ledger, and goes on',
  async (lock, _how, migration) => {
    await using service = await runService();
    const { id } = (await service.start()).body;
    {
      await using _closed = await gate(service, lock);
      await using first = startWorkerProcess(service);
      await expect
        .poll(() => service.query(waitsAt(lock)), { timeout: 60_000 })
        .toEqual([{ n: 1 }]);
      const running = await service.ask(`/runs/${id}`);
      expect(running.body).toMatchObject({ status: 'running', attempts: 1 });
      await first.end('SIGKILL');
      // PostgreSQL has noticed: before that, the script may end by itself.
      await expect
        .poll(() => service.query(waitsAt(lock)), { timeout: 30_000 })
        .toEqual([{ n: 0 }]);
      expect(first.output()).not.toContain(new URL(service.shopUrl).password || 'no password');
    }
    await service.worker({ silentMs: 1_000 });
    expect(await service.until(id, 'success', 'failed')).toMatchObject({
      status: 'success',
      attempts: 2,
      result: {
        fromVersion: null,
        toVersion: '2.0.0',
        migrations: [{}, {}, {}, { migration: '004_index' }],
      },
    });
    const events = await readStream(`${service.url}/runs/${id}/events`);
    const kinds = events.map(({ event }) => event);
    expect(kinds.filter((kind) => kind === 'runStarted')).toHaveLength(2);
    expect(kinds).toContain('workerLost');
    const found = events.find(({ event }) => event === 'runTakenOver')?.data.event;
    expect(found).toMatchObject({ interrupted: migration });
    expect(found.done).not.toContain(migration);
    expect(await service.query(tables)).toHaveLength(4);
  },
);

test('a worker that is asked to end finishes the statement under way and hands the run on', async () => {
  await using service = await runService();
  const { id } = (await service.start()).body;
  const closed = await gate(service, 42);
  await using first = startWorkerProcess(service);
  try {
    await expect.poll(() => service.query(waitsAt(42)), { timeout: 60_000 }).toEqual([{ n: 1 }]);
    first.child.kill('SIGTERM');
    await expect.poll(first.output, { timeout: 20_000 }).toContain('Takes no further run.');
  } finally {
    await closed[Symbol.asyncDispose]();
  }
  expect(await first.ended()).toBe(0);
  const handed = await service.ask(`/runs/${id}`);
  expect(handed.body).toMatchObject({ status: 'pending' });
  const state = await service.ask('/environments/shop');
  expect(state.body.current).toMatch(/^1\.1\.0$|^2\.0\.0$/);
  await service.worker();
  expect(await service.until(id, 'success', 'failed')).toMatchObject({
    status: 'success',
    result: { fromVersion: null, toVersion: '2.0.0', migrations: [{}, {}, {}, {}] },
  });
});

test('an API that is started again while a run goes on: the stream goes on behind the last event', async () => {
  await using service = await runService();
  await service.worker();
  let id = '';
  let last = 0;
  {
    await using _closed = await gate(service, 42);
    id = (await service.start()).body.id;
    await expect.poll(() => service.query(waitsAt(42)), { timeout: 20_000 }).toEqual([{ n: 1 }]);
    const seen = await readStream(`${service.url}/runs/${id}/events`, {
      until: ({ data }) => data.event.migration === '002_review',
    });
    last = seen.at(-1)?.id ?? 0;
    await service.restart();
  }
  const rest = await readStream(`${service.url}/runs/${id}/events`, { lastEventId: last });
  expect(rest[0]?.id).toBe(last + 1);
  expect(rest.at(-1)).toMatchObject({ event: 'runEnded', data: { event: { status: 'success' } } });
});

test('a worker that stood still and comes back writes nothing of a run that another one has', async () => {
  await using service = await runService();
  const { id } = (await service.start()).body;
  const closed = await gate(service, 42);
  await using first = startWorkerProcess(service);
  try {
    await expect.poll(() => service.query(waitsAt(42)), { timeout: 60_000 }).toEqual([{ n: 1 }]);
    first.child.kill('SIGSTOP');
    await service.worker({ silentMs: 1_000 });
    const attempts = async () => (await service.ask(`/runs/${id}`)).body.attempts;
    await expect.poll(attempts, { timeout: 60_000 }).toBe(2);
    first.child.kill('SIGCONT');
  } finally {
    await closed[Symbol.asyncDispose]();
  }
  const done = await service.until(id, 'success', 'failed', 'cancelled');
  expect(done).toMatchObject({
    status: 'success',
    attempts: 2,
    result: { fromVersion: null, toVersion: '2.0.0', migrations: [{}, {}, {}, {}] },
  });
  const events = await readStream(`${service.url}/runs/${id}/events`);
  const started = events.filter(({ event }) => event === 'runStarted');
  expect(new Set(started.map(({ data }) => data.event.worker)).size).toBe(2);
  expect(events.filter(({ event }) => event === 'runEnded')).toHaveLength(1);
  expect(done.worker).toBe(started.at(-1)?.data.event.worker);
});

test('the catalog cuts every connection while a run goes on: its end is recorded all the same', async () => {
  await using service = await runService();
  await service.worker();
  let id = '';
  {
    await using _closed = await gate(service, 42);
    id = (await service.start()).body.id;
    await expect.poll(() => service.query(waitsAt(42)), { timeout: 60_000 }).toEqual([{ n: 1 }]);
    const admin = new pg.Client({ connectionString: service.shopUrl });
    await admin.connect();
    const { rowCount } = await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [new URL(service.catalogUrl).pathname.slice(1)],
    );
    await admin.end();
    expect(rowCount).toBeGreaterThan(2);
  }
  await expect
    .poll(() => service.stores.runs.find(id).catch(() => undefined), { timeout: 60_000 })
    .toMatchObject({ status: 'success', result: { toVersion: '2.0.0' } });
  const { events, ended } = (await service.ask(`/runs/${id}/events`)).body;
  expect(ended).toBe(true);
  expect(events.map(({ seq }: { seq: number }) => seq)).toEqual(
    events.map((_: unknown, index: number) => index + 1),
  );
});

test('a run that ends every worker which begins with it is ended itself', async () => {
  await using service = await runService();
  const { id } = (await service.start()).body;
  await service.pool.query('UPDATE schema_catalog.run SET attempts = 20 WHERE id = $1', [id]);
  await service.worker();
  expect(await service.until(id, 'failed', 'success')).toMatchObject({
    status: 'failed',
    error: { code: 'RUN_BROKEN', message: expect.stringContaining('20 workers') },
  });
});
