import { remoteEnvironment } from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { migratingReleases } from './migrating-releases.ts';
import { runService } from './run-service.ts';

const views = (version: string): string => {
  const schema = `db_${version.replaceAll('.', '_')}`;
  return `-- migrator: phase = open\nCREATE SCHEMA ${schema}; CREATE VIEW ${schema}.review AS SELECT id FROM review;`;
};

const RELEASES = migratingReleases([
  {
    version: '1.0.0',
    migrations: {
      '001_review': { up: 'CREATE TABLE review (id int PRIMARY KEY, words int);' },
      '002_open': { up: views('1.0.0') },
    },
  },
  {
    version: '1.1.0',
    migrations: {
      '003_fill': {
        up: '-- migrator: phase = fill\n-- migrator: batches = review by id\nUPDATE review SET words = id / 0 WHERE id BETWEEN {from} AND {to};',
      },
      '004_open': { up: views('1.1.0') },
      '005_contract': { up: '-- migrator: phase = contract\nDROP SCHEMA db_1_0_0 CASCADE;' },
    },
  },
]);

test('the API says which versions a database serves, who uses them, and when one ends', async () => {
  await using service = await runService({ releases: RELEASES });
  await service.worker();
  const at = (name: string) =>
    remoteEnvironment('shop', { url: service.url, token: service.tokens.get(name) ?? '' });
  const remote = at('deployer');
  expect(await remote.versions()).toMatchObject({ kind: 'versionsReport', versions: [] });
  await remote.follow((await remote.start({ direction: 'up', to: '1.0.0' })).id);
  await service.query('INSERT INTO review VALUES (1)');
  await service.query(`SELECT schema_migrations.hello('1.0.0', 'web', 'node')`);

  const failing = await remote.start({ direction: 'up' });
  await expect(remote.follow(failing.id)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  expect((await remote.versions()).versions).toMatchObject([
    {
      ...{ version: '1.0.0', schema: 'db_1_0_0', state: 'open', openedAt: expect.any(Date) },
      users: [{ evidence: 'said hello', who: 'web', languages: ['node'], last: expect.any(Date) }],
    },
  ]);
  await service.query('DELETE FROM review');
  await remote.follow((await remote.start({ direction: 'retry' })).id);
  expect(await remote.versions()).toMatchObject({
    versions: [
      { version: '1.0.0' },
      {
        ...{ version: '1.1.0', schema: null, state: 'opening', openedAt: null, users: [] },
        progress: { migration: '004_open', phase: 'open', applied: 1, total: 2 },
      },
    ],
    waiting: ['1.1.0/005_contract'],
  });
  await remote.follow((await remote.start({ direction: 'up' })).id);
  expect((await remote.versions()).contracts).toEqual([
    { migration: '1.1.0/005_contract', ends: ['1.0.0'], usedBy: ['web'] },
  ]);
  expect((await remote.versions(0)).contracts).toMatchObject([{ usedBy: [] }]);
  // Who has said hello is in the status, too.
  expect((await remote.status()).clients?.seen).toMatchObject([{ lastSeen: expect.any(Date) }]);

  const end = { on: '2999-12-31', message: 'Ask Ann.' };
  await expect(at('reader').retire('1.0.0', end)).rejects.toMatchObject({
    code: 'TOKEN_SCOPE_MISSING',
  });
  expect(await remote.retire('1.0.0', end)).toEqual({
    ...{ kind: 'retireResult', version: '1.0.0', endsOn: '2999-12-31' },
    ...{ message: 'Ask Ann.', next: '1.1.0' },
  });
  await expect(remote.retire('1.1.0', end)).rejects.toMatchObject({
    code: 'MIGRATION_VERSION_NEEDED',
  });
  expect((await remote.versions()).versions).toMatchObject([
    { version: '1.0.0', state: 'retiring', endsOn: '2999-12-31', message: 'Ask Ann.' },
    { version: '1.1.0', state: 'open' },
  ]);
  const { body } = await service.ask('/audit', { token: 'admin' });
  expect(body.entries).toContainEqual(
    expect.objectContaining({ action: 'version.retire', subject: 'shop', actor: 'deployer' }),
  );
});
