import { expect, test } from 'vitest';
import { SHOP } from './migrating-releases.ts';
import { gate, readStream, runService, waitsAt } from './run-service.ts';

const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;

test('a run over HTTP: started, streamed, resumed, done; then one down, and who did it', async () => {
  await using service = await runService();
  const { ask, start, until, query } = service;
  await service.worker();
  const before = await ask('/environments/shop');
  expect(before).toMatchObject({
    status: 200,
    body: { current: null, target: '2.0.0', run: null },
  });
  expect(before.body.pending).toEqual(['001_product', '002_review', '003_company', '004_index']);
  const planned = await ask('/environments/shop/plan?to=1.1.0');
  expect(planned.body).toMatchObject({ targetVersion: '1.1.0', report: { kind: 'planReport' } });

  const started = await start({ to: '1.1.0', plan: planned.body.digest });
  expect(started).toMatchObject({
    status: 202,
    body: { kind: 'migration', direction: 'up', to: '1.1.0', startedBy: 'deployer' },
  });
  const { id } = started.body;
  const events = await readStream(`${service.url}/runs/${id}/events`);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.map(({ event }) => event)).toEqual([
    ...['runCreated', 'runStarted', 'lockAcquired', 'planned'],
    ...['migrationStarted', 'migrationApplied', 'migrationStarted', 'migrationApplied'],
    'runEnded',
  ]);
  expect(events.at(-1)?.data.event).toMatchObject({ status: 'success' });
  const resumed = await readStream(`${service.url}/runs/${id}/events`, { lastEventId: 6 });
  expect(resumed).toEqual(events.slice(6));
  const list = await ask(`/runs/${id}/events?after=7`);
  expect(list.body).toEqual({ events: events.slice(7).map(({ data }) => data), ended: true });

  expect(await until(id, 'success')).toMatchObject({
    attempts: 1,
    result: {
      fromVersion: null,
      toVersion: '1.1.0',
      migrations: [{ migration: '001_product' }, { migration: '002_review' }],
    },
  });
  const after = await ask('/environments/shop');
  expect(after.body).toMatchObject({ current: '1.1.0', pending: ['003_company', '004_index'] });
  expect(after.body.history[0]).toMatchObject({ migration: '002_review', osUser: 'deployer' });

  const back = await start({ direction: 'down', to: 'none', options: { allowDataLoss: true } });
  expect(back.body).toMatchObject({ kind: 'rollback', direction: 'down' });
  expect(await until(back.body.id, 'success', 'failed')).toMatchObject({
    status: 'success',
    result: { fromVersion: '1.1.0', toVersion: null, migrations: [{}, {}] },
  });
  expect(await query(tables)).toEqual([]);
  const recorded = await service.stores.events.list({ limit: 100 });
  expect(recorded.map(({ event }) => event).filter((event) => event.startsWith('run.'))).toEqual([
    ...['run.started', 'run.finished', 'run.started', 'run.finished'],
  ]);
  const [, first] = await service.stores.audit.list({ limit: 2 });
  expect(first).toMatchObject({ action: 'run.start', subject: id, actor: 'deployer' });
});

test('a dry run shows its plan and changes nothing, beside a run that is under way', async () => {
  await using service = await runService();
  const held = await service.start();
  {
    await using _closed = await gate(service, 42);
    await service.worker();
    await expect.poll(() => service.query(waitsAt(42)), { timeout: 60_000 }).toEqual([{ n: 1 }]);
    const dry = await service.start({ dryRun: true });
    expect(dry.status).toBe(202);
    expect(await service.until(dry.body.id, 'success', 'failed')).toMatchObject({
      status: 'success',
      result: {
        fromVersion: '1.0.0',
        migrations: [],
        plan: { kind: 'planReport', steps: [{ migration: '002_review' }, {}, {}] },
      },
    });
  }
  await service.until(held.body.id, 'success');
});

test('two starts at once: one run, and one refusal that names it; the same key is the same run', async () => {
  await using service = await runService();
  const both = await Promise.all([service.start(), service.start()]);
  expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
  const refused = both.find(({ status }) => status === 409);
  const started = both.find(({ status }) => status === 202);
  expect(refused?.body).toMatchObject({
    code: 'RUN_IN_PROGRESS',
    meta: { run: started?.body.id, status: 'pending' },
  });
  await service.ask(`/runs/${started?.body.id}/cancel`, { body: {} });
  const again = () =>
    service.ask('/environments/shop/runs', {
      body: { to: '1.0.0' },
      headers: { 'idempotency-key': 'one' },
    });
  const [first, second] = [await again(), await again()];
  expect(first.status).toBe(202);
  expect(second.body.id).toBe(first.body.id);
  const other = await service.ask('/environments/shop/runs', {
    body: { to: '1.1.0' },
    headers: { 'idempotency-key': 'one' },
  });
  expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('a migration that fails is told with its line, and a retry goes on from there', async () => {
  await using service = await runService();
  await service.query('CREATE TABLE company (id int)');
  const { body } = await service.start({ options: { allowNonEmpty: true } });
  await service.worker();
  const failed = await service.until(body.id, 'failed', 'success');
  expect(failed).toMatchObject({
    status: 'failed',
    error: { code: 'MIGRATION_FAILED', meta: { migration: '003_company', sqlState: '42P07' } },
    result: { toVersion: '1.1.0', migrations: [{}, {}] },
  });
  const state = await service.ask('/environments/shop');
  expect(state.body.status.migrations[2]).toMatchObject({ status: 'failed', applied: false });
  await service.query('DROP TABLE company');
  const retried = await service.ask(`/runs/${body.id}/retry`, { body: {} });
  expect(retried).toMatchObject({ status: 202, body: { kind: 'retry', retryOf: body.id } });
  expect(await service.until(retried.body.id, 'success', 'failed')).toMatchObject({
    result: { fromVersion: '1.1.0', toVersion: '2.0.0', migrations: [{}, {}] },
  });
  const events = await service.stores.events.list({ kinds: ['run.failed'], limit: 9 });
  expect(events).toMatchObject([
    { subject: body.id, data: { error: { code: 'MIGRATION_FAILED' } } },
  ]);
  const nothing = await service.ask(`/runs/${retried.body.id}/retry`, { body: {} });
  expect(nothing).toMatchObject({ status: 409, body: { code: 'RUN_NOT_FAILED' } });
});

test('who may: a run by its environment, and no token may more than its scopes', async () => {
  await using service = await runService();
  const path = '/environments/shop/runs';
  const of = async (token: string) => (await service.ask(path, { token, body: {} })).body.code;
  expect(await of('nobody')).toBe('TOKEN_REQUIRED');
  expect(await of('reader')).toBe('TOKEN_SCOPE_MISSING');
  expect(await of('approver')).toBe('TOKEN_SCOPE_MISSING');
  const elsewhere = await service.ask('/environments/other/runs', { token: 'deployer', body: {} });
  expect(elsewhere).toMatchObject({ status: 403, body: { code: 'TOKEN_SCOPE_MISSING' } });
  const unknown = await service.ask('/environments/other/runs', { body: {} });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'ENVIRONMENT_UNKNOWN' } });
  const { id } = (await service.start()).body;
  const cancel = await service.ask(`/runs/${id}/cancel`, { token: 'reader', body: {} });
  expect(cancel).toMatchObject({ status: 403 });
});

test('a run that is cancelled ends at once, and says what stays', async () => {
  await using service = await runService();
  await service.worker();
  const holder = service.query('SELECT pg_advisory_lock(42), pg_sleep(600)');
  holder.catch(() => {});
  await expect
    .poll(() =>
      service.query(`SELECT count(*)::int AS n FROM pg_locks WHERE objid = 42 AND granted`),
    )
    .toEqual([{ n: 1 }]);
  const { body } = await service.start();
  const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE objid = 42 AND NOT granted`;
  await expect.poll(() => service.query(waiting), { timeout: 20_000 }).toEqual([{ n: 1 }]);
  const asked = await service.ask(`/runs/${body.id}/cancel`, { token: 'deployer', body: {} });
  expect(asked).toMatchObject({ status: 202, body: { cancelledBy: 'deployer' } });
  expect(await service.until(body.id, 'cancelled', 'failed', 'success')).toMatchObject({
    status: 'cancelled',
    result: { toVersion: '1.0.0', migrations: [{ migration: '001_product' }] },
  });
  expect((await service.ask(`/runs/${body.id}/cancel`, { body: {} })).status).toBe(409);
  await service.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()`,
  );
  const again = await service.ask(`/runs/${body.id}/retry`, { body: {} });
  expect(await service.until(again.body.id, 'success', 'failed')).toMatchObject({
    status: 'success',
    result: { toVersion: '2.0.0' },
  });
});

test('drift is found by a look, refused by a run, and told as an event', async () => {
  const [first, ...others] = SHOP;
  if (!first) throw new Error('There is a release.');
  // The structure of a version without objects: whatever is there has been made by somebody else.
  const objects = [{ kind: 'schema', name: 'public', properties: {} }];
  const empty = { kind: 'databaseStructure', formatVersion: 1, serverMajor: 18, objects };
  const structure = `${JSON.stringify(empty)}\n`;
  const seen = { ...first, release: { ...first.release, structure } };
  await using service = await runService({ releases: [seen, ...others] });
  await service.worker();
  const { id } = (await service.start({ to: '1.0.0', options: { allowDrift: true } })).body;
  await service.until(id, 'success', 'failed');
  const { body } = await service.ask('/environments/shop');
  expect(body.drift.known).toBe(true);
  expect(body.drift.differences.length).toBeGreaterThan(0);
  const refused = (await service.start({ to: '1.1.0' })).body;
  expect(await service.until(refused.id, 'failed', 'success')).toMatchObject({
    error: { code: 'MIGRATION_DRIFT' },
    result: { toVersion: '1.0.0', migrations: [] },
  });
  const drift = await service.stores.events.list({ kinds: ['drift.found'], limit: 9 });
  expect(drift.map(({ subject, data }) => [subject, data.run])).toContainEqual([
    'shop',
    refused.id,
  ]);
});
