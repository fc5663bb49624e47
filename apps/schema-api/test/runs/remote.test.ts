import {
  history,
  type MigrationEvent,
  type RemoteEnvironment,
  remoteEnvironment,
  status,
} from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { gate, runService } from './run-service.ts';

/** What does not depend on when it happened. */
const kindsOf = (events: readonly MigrationEvent[]) => events.map(({ kind }) => kind);

test('an environment of the API is asked and moved as its database is', async () => {
  await using service = await runService();
  await service.worker();
  const token = service.tokens.get('deployer') ?? '';
  const remote = remoteEnvironment('shop', { url: `${service.url}/`, token });
  const local = { connection: service.shopUrl };

  const { digest, report } = await remote.plan({ direction: 'up', to: '1.1.0' });
  expect(report.steps).toMatchObject([{ migration: '001_product' }, { migration: '002_review' }]);
  const closed = await gate(service, 42);
  const run = await remote.start({ direction: 'up', to: '1.1.0' }, {}, digest);
  expect(await remote.current()).toBe(run.id);
  await closed[Symbol.asyncDispose]();
  const events: MigrationEvent[] = [];
  const notices: string[] = [];
  const result = await remote.follow(run.id, {
    onEvent: (event) => events.push(event),
    onNotice: ({ kind }) => notices.push(kind),
  });
  expect(result).toMatchObject({
    kind: 'migrationResult',
    direction: 'up',
    fromVersion: null,
    toVersion: '1.1.0',
    migrations: [{ migration: '001_product' }, { migration: '002_review' }],
  });
  expect(kindsOf(events)).toEqual([
    ...['lockAcquired', 'planned', 'migrationStarted', 'migrationApplied'],
    ...['migrationStarted', 'migrationApplied'],
  ]);
  expect(notices).toEqual(['runCreated', 'runStarted']);
  expect(await remote.current()).toBeUndefined();

  expect(await remote.history()).toEqual(await history(local));
  const migrations = (await service.migrations()).migrations;
  const found = await status({ ...local, migrations, snapshots: new Map() });
  expect(await remote.status()).toEqual(JSON.parse(JSON.stringify(found), reviveTimes));
});

test('a run that fails, is retried, and one that is cancelled end as they do on a database', async () => {
  await using service = await runService();
  await service.worker();
  const remote: RemoteEnvironment = remoteEnvironment('shop', {
    url: service.url,
    token: service.tokens.get('deployer') ?? '',
  });
  await service.query('CREATE TABLE company (id int)');
  const failing = await remote.start({ direction: 'up' }, { allowNonEmpty: true });
  await expect(remote.follow(failing.id)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { migration: '003_company' },
  });
  await service.query('DROP TABLE company');
  const retried = await remote.start({ direction: 'retry' });
  expect((await remote.follow(retried.id)).migrations).toMatchObject([
    { migration: '003_company' },
  ]);
  await expect(remote.start({ direction: 'retry' })).rejects.toMatchObject({
    code: 'MIGRATION_NOTHING_TO_RETRY',
  });
  const other = remoteEnvironment('shop', { url: service.url, token: 'nobody' });
  await expect(other.start({ direction: 'up' })).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

const reviveTimes = (key: string, value: unknown): unknown =>
  ['since', 'startedAt', 'finishedAt'].includes(key) && typeof value === 'string'
    ? new Date(value)
    : value;
