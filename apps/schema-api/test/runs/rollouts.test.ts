import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '@schema-service/local-postgres';
import { history } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type RunService, runService } from './run-service.ts';

interface Fleet extends AsyncDisposable {
  readonly service: RunService;
  readonly connections: ReadonlyMap<string, string>;
  readonly query: (name: string, sql: string) => Promise<void>;
}

/** A service with so many databases in the group `fleet`. */
async function fleet(count: number): Promise<Fleet> {
  const databases = await Promise.all(Array.from({ length: count }, () => createTestDatabase()));
  const connections = new Map<string, string>();
  const others: Record<string, string> = {};
  databases.forEach(({ connectionString }, index) => {
    const name = `db-${index + 1}`;
    const variable = `FLEET_${randomUUID()}`;
    process.env[variable] = connectionString;
    connections.set(name, connectionString);
    others[name] = variable;
  });
  const service = await runService({ others });
  return {
    ...{ service, connections },
    query: async (name, sql) => {
      const client = new pg.Client({ connectionString: connections.get(name) });
      await client.connect();
      await client.query(sql);
      await client.end();
    },
    [Symbol.asyncDispose]: async () => {
      await service[Symbol.asyncDispose]();
      await Promise.all(databases.map((database) => database.drop()));
    },
  };
}

const untilStatus = (service: RunService, id: string) =>
  expect.poll(async () => (await service.ask(`/rollouts/${id}`)).body.status, { timeout: 60_000 });

test('a group stage by stage: one first, then a part, then the rest', async () => {
  await using group = await fleet(5);
  const { service } = group;
  await service.worker();
  const stages = [{ count: 1 }, { percent: 40 }, { rest: true }];
  const body = { to: '1.1.0', stages, concurrency: 2 };
  const refused = await service.ask('/groups/fleet/rollouts', { token: 'deployer', body });
  expect(refused.status).toBe(403);
  const started = await service.ask('/groups/fleet/rollouts', { body });
  expect(started).toMatchObject({
    status: 202,
    body: { group: 'fleet', status: 'running', stage: 0, counts: { waiting: 5 } },
  });
  const { id } = started.body;
  expect((await service.ask('/groups/fleet/rollouts', { body })).body.code).toBe(
    'ROLLOUT_IN_PROGRESS',
  );
  await untilStatus(service, id).toBe('success');
  const done = (await service.ask(`/rollouts/${id}`)).body;
  expect(done.stages.map((stage: { success: number }) => stage.success)).toEqual([1, 2, 2]);
  const { environments } = (await service.ask(`/rollouts/${id}/environments?limit=2`)).body;
  expect(environments).toMatchObject([
    { position: 1, environment: 'db-1', stage: 0, status: 'success' },
    { position: 2, environment: 'db-2', stage: 1 },
  ]);
  const runs = (await service.ask(`/runs?rollout=${id}`)).body.runs;
  expect(runs).toHaveLength(5);
  // No run of a stage began before the one before it was done.
  const byEnvironment = new Map(runs.map((run: { environment: string }) => [run.environment, run]));
  const first = byEnvironment.get('db-1') as { finishedAt: string };
  const second = byEnvironment.get('db-2') as { startedAt: string };
  expect(second.startedAt > first.finishedAt).toBe(true);
  for (const connection of group.connections.values()) {
    expect((await history({ connection }))[0]).toMatchObject({
      migration: '002_review',
      osUser: 'first admin',
    });
  }
  expect((await service.ask('/groups/nobody/rollouts', { body })).body.code).toBe('GROUP_UNKNOWN');
});

test('more failures than the budget stop it; resumed, it goes on with what failed', async () => {
  await using group = await fleet(4);
  const { service } = group;
  await service.worker();
  for (const name of ['db-1', 'db-2']) await group.query(name, 'CREATE TABLE product ()');
  const body = { to: '1.1.0', concurrency: 1, failureBudget: 1 };
  const { id } = (await service.ask('/groups/fleet/rollouts', { body })).body;
  await untilStatus(service, id).toBe('stopped');
  const stopped = (await service.ask(`/rollouts/${id}`)).body;
  expect(stopped.counts).toEqual({ waiting: 2, running: 0, success: 0, failed: 2, cancelled: 0 });
  const failed = (await service.ask(`/rollouts/${id}/environments?status=failed`)).body;
  expect(failed.environments).toMatchObject([
    { environment: 'db-1', error: { code: 'MIGRATION_DATABASE_NOT_EMPTY' } },
    { environment: 'db-2' },
  ]);
  for (const name of ['db-1', 'db-2']) await group.query(name, 'DROP TABLE product');
  const resumed = await service.ask(`/rollouts/${id}/resume`, { body: {} });
  expect(resumed).toMatchObject({
    status: 202,
    body: { status: 'running', counts: { waiting: 4 } },
  });
  await untilStatus(service, id).toBe('success');
  expect((await service.ask(`/rollouts/${id}/resume`, { body: {} })).body.code).toBe(
    'ROLLOUT_NOT_STOPPED',
  );
});

test('a rollout that is cancelled begins nothing more, in its pause too', async () => {
  await using group = await fleet(3);
  const { service } = group;
  await service.worker();
  const body = { to: '1.0.0', stages: [{ count: 1 }], pause: '1h' };
  const { id } = (await service.ask('/groups/fleet/rollouts', { body })).body;
  await expect
    .poll(async () => (await service.ask(`/rollouts/${id}`)).body, { timeout: 30_000 })
    .toMatchObject({ stage: 1, pausedUntil: expect.any(String) });
  const cancelled = await service.ask(`/rollouts/${id}/cancel`, { body: {} });
  expect(cancelled.body).toMatchObject({
    status: 'cancelled',
    counts: { success: 1, cancelled: 2, waiting: 0 },
  });
  expect((await service.ask(`/rollouts/${id}/cancel`, { body: {} })).status).toBe(409);
});

test('the environments that are named, in their order, and no other', async () => {
  await using group = await fleet(3);
  const { service } = group;
  const ask = (environments: readonly string[]) =>
    service.ask('/groups/fleet/rollouts', { body: { to: '1.0.0', environments } });
  expect((await ask(['db-1', 'shop'])).body).toMatchObject({
    code: 'REQUEST_INVALID',
    message: 'shop is no environment of the group fleet.',
  });
  const { id } = (await ask(['db-3', 'db-1'])).body;
  const { environments } = (await service.ask(`/rollouts/${id}/environments`)).body;
  expect(environments).toMatchObject([{ environment: 'db-3' }, { environment: 'db-1' }]);
});

test('a rollout that is paused begins nothing more until it is resumed', async () => {
  await using group = await fleet(3);
  const { service } = group;
  const body = { to: '1.0.0', concurrency: 1 };
  const { id } = (await service.ask('/groups/fleet/rollouts', { body })).body;
  const pause = (token?: string) =>
    service.ask(`/rollouts/${id}/pause`, { body: {}, ...(token ? { token } : {}) });
  expect((await pause('deployer')).status).toBe(403);
  // Nobody works on it yet: none of its runs has begun.
  expect(await pause()).toMatchObject({
    status: 202,
    body: { status: 'stopped', counts: { waiting: 3 } },
  });
  expect((await pause()).body.code).toBe('ROLLOUT_NOT_RUNNING');
  await service.worker();
  expect((await service.ask(`/rollouts/${id}/resume`, { body: {} })).body.status).toBe('running');
  await untilStatus(service, id).toBe('success');
  const actions = (await service.ask('/audit')).body.entries.map(
    ({ action }: { action: string }) => action,
  );
  expect(actions).toEqual(expect.arrayContaining(['rollout.pause', 'rollout.resume']));
});
