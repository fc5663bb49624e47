import { expect, test } from 'vitest';
import { migratingReleases, SHOP } from './migrating-releases.ts';
import { readStream, runService } from './run-service.ts';

test('a run waits until somebody else approves the very plan', async () => {
  await using service = await runService({ policy: { approval: true } });
  await service.worker();
  const { body } = await service.start({ to: '1.0.0' });
  expect(body).toMatchObject({ status: 'pending', waitingFor: 'approval' });
  const approve = (token: string, plan: string) =>
    service.ask(`/runs/${body.id}/approve`, { token, body: { plan } });
  const { digest } = body.plan;
  expect((await approve('reader', digest)).status).toBe(403);
  expect(await approve('deployer', digest)).toMatchObject({
    status: 403,
    body: { code: 'RUN_APPROVED_BY_STARTER' },
  });
  // Neither does a token that whoever started it makes for the purpose.
  const own = { name: 'another', scopes: ['approve:shop'] };
  const made = await service.ask('/tokens', { token: 'deployer', body: own });
  expect(made.status).toBe(201);
  const headers = { authorization: `Bearer ${made.body.token}` };
  expect(
    await service.ask(`/runs/${body.id}/approve`, { token: '', headers, body: { plan: digest } }),
  ).toMatchObject({ status: 403, body: { code: 'RUN_APPROVED_BY_STARTER' } });
  expect(await approve('approver', 'other')).toMatchObject({
    status: 409,
    body: { code: 'RUN_PLAN_CHANGED' },
  });
  expect(await service.stores.runs.find(body.id)).toMatchObject({ attempts: 0 });
  expect(await approve('approver', digest)).toMatchObject({
    status: 200,
    body: { waitingFor: null, approvedBy: 'approver' },
  });
  await service.until(body.id, 'success');
  expect((await approve('approver', digest)).body.code).toBe('RUN_NOT_WAITING');
  const events = await readStream(`${service.url}/runs/${body.id}/events`);
  expect(events.map(({ event }) => event).slice(0, 4)).toEqual([
    ...['runCreated', 'runWaiting', 'runApproved', 'runStarted'],
  ]);
});

test('a plan that is another one by now is refused at the start, and in the worker', async () => {
  await using service = await runService({ policy: { approval: true } });
  const stale = await service.ask('/environments/shop/plan?to=1.0.0');
  const { digest } = stale.body;
  const { body } = await service.start({ to: '2.0.0' });
  // Somebody moves the database by hand; what is approved is not what is left to do, but a part of it.
  await service.query('CREATE TABLE other (id int)');
  await service.ask(`/runs/${body.id}/cancel`, { body: {} });
  const refused = await service.start({
    to: '1.1.0',
    plan: digest,
    options: { allowNonEmpty: true },
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'RUN_PLAN_CHANGED' } });

  await service.query('DROP TABLE other');
  const waiting = (await service.start()).body;
  const next = migratingReleases([
    ...SHOP.map(({ release }) => ({
      version: release.version,
      migrations: Object.fromEntries(
        release.migrations.map(({ id, up, down }) => [id, down === null ? { up } : { up, down }]),
      ),
    })),
    { version: '2.1.0', migrations: { '005_more': { up: 'CREATE TABLE more ();' } } },
  ]).at(-1);
  if (next) await service.stores.catalog.publish(next);
  await service.worker();
  await service.ask(`/runs/${waiting.id}/approve`, {
    token: 'approver',
    body: { plan: waiting.plan.digest },
  });
  expect(await service.until(waiting.id, 'failed', 'success')).toMatchObject({
    status: 'failed',
    error: { code: 'RUN_PLAN_CHANGED' },
    result: { migrations: [], toVersion: null },
  });
  expect(await service.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).toEqual([]);
});

test('outside of its windows a run waits, and a down is refused where the policy says so', async () => {
  const day = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[
    (new Date().getUTCDay() + 3) % 7
  ];
  const window = { days: [day ?? 'sun'], from: '01:00', to: '02:00', timeZone: 'UTC' };
  await using service = await runService({ policy: { windows: [window], allowDown: false } });
  await service.worker();
  const { body } = await service.start();
  expect(body).toMatchObject({ status: 'pending', waitingFor: 'window' });
  expect(new Date(body.notBefore).getUTCHours()).toBe(1);
  const down = await service.start({ direction: 'down', to: 'none' });
  expect(down).toMatchObject({ status: 403, body: { code: 'RUN_DOWN_NOT_ALLOWED' } });
  const cancelled = await service.ask(`/runs/${body.id}/cancel`, { body: {} });
  expect(cancelled.body).toMatchObject({ status: 'cancelled', waitingFor: null, attempts: 0 });
});
