import { type MigrationEvent, remoteEnvironment } from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { migratingReleases } from './migrating-releases.ts';
import { runService } from './run-service.ts';

const RELEASES = migratingReleases([
  {
    version: '1.0.0',
    migrations: {
      '001_review': {
        up: 'CREATE TABLE review (id int PRIMARY KEY, words int); INSERT INTO review SELECT generate_series(1, 1000);',
      },
    },
  },
  {
    version: '1.1.0',
    migrations: {
      '002_fill': {
        up: '-- migrator: batches = review by id\nUPDATE review SET words = id WHERE id BETWEEN {from} AND {to};',
      },
    },
  },
]);

test('batches are paused and resumed through the API, in the name of who asks', async () => {
  await using service = await runService({ releases: RELEASES });
  await service.worker();
  const at = (name: string) =>
    remoteEnvironment('shop', { url: service.url, token: service.tokens.get(name) ?? '' });
  const remote = at('deployer');
  // Without a history there are no batches.
  expect(await remote.pause()).toEqual({ kind: 'pauseResult', pause: null, changed: false });
  await remote.follow((await remote.start({ direction: 'up', to: '1.0.0' })).id);

  await expect(at('reader').pause()).rejects.toMatchObject({ code: 'TOKEN_SCOPE_MISSING' });
  const paused = await remote.pause('sale, password=Gh7-secret');
  expect(paused).toMatchObject({
    pause: { since: expect.any(Date), pausedBy: 'deployer', note: 'sale, password=***' },
    changed: true,
  });
  expect(await remote.pause()).toEqual({ ...paused, changed: false });
  expect((await remote.status()).pause).toEqual(paused.pause);

  const { id } = await remote.start({ direction: 'up' });
  const events: MigrationEvent[] = [];
  const onEvent = (event: MigrationEvent): void => {
    events.push(event);
    if (event.kind === 'batchesPaused') void remote.resume();
  };
  expect((await remote.follow(id, { onEvent })).toVersion).toBe('1.1.0');
  const kinds = events.map(({ kind }) => kind);
  expect(kinds.indexOf('batchesPaused')).toBeGreaterThan(0);
  expect(kinds.indexOf('batchesPaused')).toBeLessThan(kinds.indexOf('batchApplied'));
  expect(await remote.resume()).toEqual({ kind: 'pauseResult', pause: null, changed: false });
  const { body } = await service.ask('/audit', { token: 'admin' });
  const actions = body.entries.filter(({ action }: { action: string }) => /^batches/.test(action));
  expect(actions).toMatchObject([
    { action: 'batches.resume', subject: 'shop', actor: 'deployer' },
    { action: 'batches.pause', subject: 'shop', actor: 'deployer' },
  ]);
});
