import { createTestDatabase } from '@schema-service/local-postgres';
import { openMigrationSource, up } from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { migratingReleases } from './migrating-releases.ts';
import { runService } from './run-service.ts';

const RELEASES = migratingReleases([
  { version: '1.0.0', migrations: { '001_a': { up: 'CREATE TABLE a (id int);' } } },
  { version: '1.1.0', migrations: { '002_b': { up: 'CREATE TABLE b ();' } } },
  {
    version: '1.0.1',
    previous: '1.0.0',
    links: { appliesTo: ['1.1.0'] },
    migrations: { '002_fix': { up: 'ALTER TABLE a ADD fix int;' } },
  },
  {
    version: '1.2.0',
    previous: '1.1.0',
    links: { includes: ['1.0.1'] },
    migrations: { '003_c': { up: 'CREATE TABLE c ();' } },
    repeatables: { fixed: 'CREATE OR REPLACE VIEW fixed AS SELECT fix FROM a;' },
  },
]);
const [first, minor, hotfix, next] = RELEASES;

test('a hotfix of an older line reaches databases from the Schema API, whatever they are at', async () => {
  if (!first || !minor || !hotfix || !next) throw new Error('The sample lacks a release.');
  await using service = await runService({ releases: [first, minor] });
  await service.worker();
  const run = async () => {
    const { body } = await service.start();
    const ended = await service.until(body.id, 'success', 'failed');
    return ended.result.migrations.map((one: { migration: string }) => one.migration);
  };
  expect(await run()).toEqual(['001_a', '002_b']);
  // What the service has in memory of the line is not what it is with the hotfix.
  expect((await openMigrationSource(service.url)).versions).toEqual(['1.0.0', '1.1.0']);
  await service.stores.catalog.publish(hotfix);
  expect((await service.ask('/versions')).body.versions).toMatchObject([
    { version: '1.0.0' },
    { version: '1.0.1', appliesTo: ['1.1.0'] },
    { version: '1.1.0' },
  ]);
  const { body: environment } = await service.ask('/environments/shop');
  expect(environment).toMatchObject({ current: '1.1.0', pending: ['002_fix'] });
  expect(await run()).toEqual(['002_fix']);

  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const upTo = async (to?: string) => {
    const goal = to === undefined ? {} : { to };
    const { migrations, clients } = await openMigrationSource(service.url, goal);
    const moved = await up({ connection, migrations, clients, ...goal });
    return moved.migrations.map(({ migration }) => migration);
  };
  expect(await upTo('1.0.0')).toEqual(['001_a']);
  expect(await upTo('1.0.1')).toEqual(['002_fix']);
  expect(await upTo()).toEqual(['002_b']);

  await service.stores.catalog.publish(next);
  expect(await upTo()).toEqual(['003_c']);
  expect(await run()).toEqual(['003_c']);
  expect(await service.query('SELECT * FROM fixed')).toEqual([]);
  await using fresh = await createTestDatabase();
  const { migrations } = await openMigrationSource(service.url);
  const moved = await up({ connection: fresh.connectionString, migrations });
  expect(moved.migrations.map(({ migration }) => migration)).toEqual([
    ...['001_a', '002_fix', '002_b', '003_c'],
  ]);
  const way = await service.ask('/migrations/1.2.0?from=1.0.1');
  expect(way.body.migrations.map(({ id }: { id: string }) => id)).toEqual(['002_b', '003_c']);
});
