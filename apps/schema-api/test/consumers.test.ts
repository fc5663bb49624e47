import { createEventSignals, type DownloadCount } from '@schema-service/catalog';
import pg from 'pg';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { createUsage } from '../src/usage/count-downloads.ts';
import { frozenRelease, frozenVersions } from './frozen-releases.ts';
import { publishedCatalog } from './published-catalog.ts';
import { runService } from './runs/run-service.ts';
import { sampleRelease } from './sample-releases.ts';
import { bearer, testTokens } from './test-tokens.ts';

test('downloads are told by version, package manager and token', async () => {
  await using published = await publishedCatalog();
  const { stores } = published;
  await using usage = createUsage(stores.downloads);
  await using signals = createEventSignals(async () => {
    const client = new pg.Client({ connectionString: published.connectionString });
    await client.connect();
    return client;
  });
  // While they are lost, a token is not known from memory alone.
  await expect.poll(signals.isConnected).toBe(true);
  await using server = buildServer({ stores, usage, signals });
  const tokens = await testTokens(stores);
  const ci = bearer(await tokens.make('ci of web', 'read'));
  const [, node, , wheel] = sampleRelease('2.0.0').artifacts;
  const tarball = '/npm/@org/db-client-node/-/db-client-node-2.0.0.tgz';
  const file = `/pypi/files/org-db-client/${wheel?.sha256}/${wheel?.filename}`;
  const get = (url: string, headers: Record<string, string>) => server.inject({ url, headers });
  for (let count = 0; count < 3; count += 1)
    await get(tarball, { 'user-agent': 'npm/11.1.0', ...ci });
  await get(file, { 'user-agent': 'uv/0.9.7' });
  await get('/client/1.0.0/node', { 'user-agent': 'curl/8.5.0' });
  // These are no downloads.
  await server.inject({ method: 'HEAD', url: tarball });
  await get(tarball, { 'if-none-match': `"${node?.sha256}"` });
  await get('/npm/@org%2fdb-client-node', { 'user-agent': 'npm/11.1.0' });
  await get('/npm/@org/db-client-node/-/db-client-node-9.9.9.tgz', {});

  const answer = await get('/consumers', bearer(tokens.admin));
  const today = new Date().toISOString().slice(0, 10);
  const { downloads, versions, to } = answer.json();
  expect(to).toBe(today);
  expect(downloads).toEqual([
    {
      ...{ version: '2.0.0', package: '@org/db-client-node', manager: 'npm', token: 'ci of web' },
      ...{ count: 3, lastDay: today },
    },
    {
      ...{ version: '1.0.0', package: '@org/db-client-node', manager: 'curl', token: null },
      ...{ count: 1, lastDay: today },
    },
    {
      ...{ version: '2.0.0', package: 'org-db-client', manager: 'uv', token: null },
      ...{ count: 1, lastDay: today },
    },
  ]);
  expect(versions).toEqual([
    { version: '2.0.0', downloads: 4, databases: [] },
    { version: '1.0.0', downloads: 1, databases: [] },
  ]);
  const before = await get('/consumers?from=2020-01-01&to=2020-12-31', bearer(tokens.admin));
  expect(before.json()).toMatchObject({ downloads: [], versions: [] });
  expect((await get('/consumers?from=2020-02-31', bearer(tokens.admin))).statusCode).toBe(400);
  expect((await get('/consumers', ci)).statusCode).toBe(403);
});

test('counts are written in batches, and what cannot be written is kept', async () => {
  const written: (readonly DownloadCount[])[] = [];
  let isDown = true;
  const usage = createUsage({
    add: async (counts) => {
      if (isDown) throw new Error('The database is away.');
      written.push(counts);
    },
    sum: async () => [],
  });
  const download = { version: '2.0.0', package: 'org-db-client', manager: 'pip' };
  for (let count = 0; count < 1_000; count += 1) usage.count(download);
  await usage.flush();
  usage.count(download);
  usage.count({ ...download, tokenId: 'a' });
  isDown = false;
  await usage[Symbol.asyncDispose]();
  expect(written).toEqual([
    [
      expect.objectContaining({ ...download, tokenId: null, count: 1_001 }),
      expect.objectContaining({ ...download, tokenId: 'a', count: 1 }),
    ],
  ]);
});

test('two processes add to the same counts at once', async () => {
  await using published = await publishedCatalog({ versions: [] });
  const { downloads } = published.stores;
  const day = '2026-05-04';
  const counts = Array.from({ length: 50 }, (_, index): DownloadCount => {
    return { day, version: '1.0.0', package: `p${index}`, manager: 'npm', tokenId: null, count: 2 };
  });
  const both = [counts, counts.toReversed()];
  await Promise.all([...both, ...both, ...both].map((some) => downloads.add(some)));
  const sums = await downloads.sum(day, day);
  expect(sums).toHaveLength(50);
  expect(new Set(sums.map(({ count }) => count))).toEqual(new Set([12]));
});

test('the connections of a database are told by service and client, against what it accepts', async () => {
  await using published = await publishedCatalog({ versions: [] });
  const { stores, catalog, connectionString } = published;
  for (const version of frozenVersions) await catalog.publish(frozenRelease(version));
  const connect = async (application_name: string) => {
    const client = new pg.Client({ connectionString, application_name });
    await client.connect();
    return client;
  };
  const observed = {
    name: 'production',
    status: async () => ({ currentVersion: '2.0.0', clients: null }),
    connect: () => connect('schema-api'),
  };
  // It has a PostgreSQL schema for each of them.
  const sideBySide = {
    ...observed,
    name: 'local',
    status: async () => ({
      currentVersion: '2.0.0',
      clients: { accepted: ['1.0.0', '2.0.0'], seen: [] },
    }),
  };
  const broken = {
    ...observed,
    name: 'staging',
    status: () => Promise.reject(new Error('postgresql://me:hunter22@db.example.org refused')),
  };
  await using server = buildServer({ stores, databases: [observed, broken, sideBySide] });
  const names = [
    'web @org/db-client@2.0.0',
    'web @org/db-client@2.0.0',
    'ingestor org-db-client@1.0.0',
    'psql',
  ];
  const clients = await Promise.all(names.map(connect));
  const headers = bearer((await testTokens(stores)).admin);
  const { databases } = (await server.inject({ url: '/consumers', headers })).json();
  expect(databases[0]).toMatchObject({ database: 'production', version: '2.0.0', error: null });
  expect(databases[0].clients).toEqual(
    expect.arrayContaining([
      {
        ...{ application: names[0], service: 'web', client: '@org/db-client', version: '2.0.0' },
        ...{ user: expect.any(String), connections: 2, works: 'yes' },
      },
      {
        ...{
          application: names[2],
          service: 'ingestor',
          client: 'org-db-client',
          version: '1.0.0',
        },
        ...{ user: expect.any(String), connections: 1, works: 'no' },
      },
      {
        ...{ application: 'psql', service: null, client: null, version: null },
        ...{ user: expect.any(String), connections: 1, works: null },
      },
    ]),
  );
  expect(databases[1]).toMatchObject({
    ...{ database: 'staging', version: null, clients: [], hellos: [] },
  });
  expect(databases[1].error).not.toContain('hunter22');
  expect(databases[2]).toMatchObject({ database: 'local', accepted: ['1.0.0', '2.0.0'] });
  expect(databases[2].clients).toContainEqual(
    expect.objectContaining({ version: '1.0.0', works: 'yes' }),
  );
  await Promise.all(clients.map((client) => client.end()));
});

test('the databases are those of the environments, at the version that their history says', async () => {
  await using service = await runService();
  await using _ = await service.worker();
  const consumers = async () => (await service.ask('/consumers')).body.databases;
  expect(await consumers()).toMatchObject([{ database: 'shop', version: null, error: null }]);
  const { body: run } = await service.start({ to: '1.0.0' });
  await service.until(run.id, 'success');
  const application_name = 'web @org/db-client@1.0.0';
  const client = new pg.Client({ connectionString: service.shopUrl, application_name });
  await client.connect();
  await client.query(`SELECT schema_migrations.hello('1.0.0', 'web', 'node')`);
  const [shop] = await consumers();
  expect(shop.hellos).toEqual([
    {
      ...{ service: 'web', version: '1.0.0', language: 'node', answer: 'ok' },
      lastSeen: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  expect(shop).toMatchObject({ database: 'shop', version: '1.0.0', error: null });
  expect(shop.clients).toContainEqual(
    expect.objectContaining({ service: 'web', version: '1.0.0', connections: 1 }),
  );
  await client.end();
});
