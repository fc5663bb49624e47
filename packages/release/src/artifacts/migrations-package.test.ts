import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@schema-service/publication';
import { expect, test } from 'vitest';
import { createRoot, schemaWith, twoVersions } from '../../test/release-root.ts';
import {
  buildRelease,
  freezeRelease,
  migrationsPackage,
  readReleases,
  releasePackages,
} from '../index.ts';

const naming = { scope: '@acme', name: 'db', clients: {} };

async function releasesOf(files: Readonly<Record<string, string>>, later: readonly string[] = []) {
  await using root = await createRoot({ ...twoVersions, ...files });
  for (const version of ['1.0.0', '1.1.0', ...later]) {
    await freezeRelease(root.path, version, { date: '2026-09-14' });
  }
  return await readReleases(root.path);
}

test('the package has what a repository has of the release and of those that it is built on', async () => {
  const init = twoVersions['migrations/1.0.0/001_init/up.sql'] ?? '';
  await using root = await createRoot({
    ...twoVersions,
    'migrations/1.0.0/structure.json': '{"objects":[]}\n',
    'migrations/repeatable/list.sql': 'SELECT 1;\n',
    'migrations/squash.sql': 'CREATE TABLE a ();\n',
    'migrations/squash.json': JSON.stringify({
      ...{ version: '1.0.0', script: sha256('CREATE TABLE a ();\n'), leftOut: [] },
      migrations: [{ version: '1.0.0', id: '001_init', up: sha256(init) }],
    }),
  });
  for (const version of ['1.0.0', '1.1.0']) {
    await freezeRelease(root.path, version, { date: '2026-09-14' });
  }
  // One may be added to a release that was frozen without.
  await writeFile(join(root.path, 'migrations/1.1.0/structure.json'), '{"objects":[1]}\n');
  const [first, second] = await readReleases(root.path);
  if (first === undefined || second === undefined) throw new Error('nothing was frozen');

  const { name, version, files } = migrationsPackage(second, naming);
  expect([name, version]).toEqual(['@acme/db-migrations', '1.1.0']);
  expect(files.map(({ path }) => path)).toEqual([
    'README.md',
    'migrations/1.0.0/001_init/down.sql',
    'migrations/1.0.0/001_init/up.sql',
    'migrations/1.0.0/repeatable/list.sql',
    'migrations/1.0.0/squash.json',
    'migrations/1.0.0/squash.sql',
    'migrations/1.0.0/structure.json',
    'migrations/1.1.0/002_body/up.sql',
    'migrations/1.1.0/repeatable/list.sql',
    'migrations/1.1.0/structure.json',
    'migrations/checksums',
    'package.json',
    'schema/versions/1.0.0/metadata.json',
    'schema/versions/1.1.0/metadata.json',
  ]);
  for (const { path, content } of files) {
    if (!/^(migrations|schema)/.test(path)) continue;
    expect(content, path).toBe(await readFile(join(root.path, path), 'utf8'));
  }
  const repository = 'https://git.example.org/acme/schema';
  const described = migrationsPackage(second, { ...naming, repository });
  expect(described.files.find(({ path }) => path === 'package.json')?.content).toContain(
    `"url": "${repository}"`,
  );
  // Nothing of a later release is in an earlier one.
  expect(
    migrationsPackage(first, naming)
      .files.map(({ path }) => path)
      .join(),
  ).not.toContain('1.1.0');
});

test('the package of a release of an earlier tool says how clients fare, which its metadata does not', async () => {
  const [, second] = await releasesOf({});
  if (second === undefined) throw new Error('nothing was frozen');
  const { clients, ...metadata } = second.metadata;
  const clientsIn = (release: typeof second) =>
    migrationsPackage(release, naming).files.find(
      ({ path }) => path === 'migrations/clients.jsonl',
    );
  expect(clientsIn(second)).toBeUndefined();
  const lines = String(clientsIn({ ...second, metadata })?.content)
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    expect.arrayContaining(clients as unknown as unknown[]),
  );
});

test('without clients a release is its migrations, the same to the byte each time', async () => {
  const [first] = await releasesOf({});
  const [again] = await releasesOf({ 'migrations/README.md': 'Words.\n' });
  if (first === undefined || again === undefined) throw new Error('nothing was frozen');
  const built = await buildRelease(first, naming);
  expect(built.map(({ filename, language }) => [filename, language])).toEqual([
    ['acme-db-migrations-1.0.0.tgz', undefined],
  ]);
  const digests = (await buildRelease(again, naming)).map(({ bytes }) => sha256(bytes));
  expect(digests).toEqual(built.map(({ bytes }) => sha256(bytes)));
});

test('the choice of clients decides what the cache has', async () => {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
  await freezeRelease(root.path, '1.1.0', { date: '2026-09-14' });
  const [release] = await readReleases(root.path);
  if (release === undefined) throw new Error('nothing was frozen');
  const options = { cacheDirectory: join(root.path, 'artifacts') };
  const build = async (clients: object) =>
    (await buildRelease(release, { ...naming, clients }, options)).map(({ name }) => name);
  expect(await build({ types: {} })).toEqual(['@acme/db-types', '@acme/db-migrations']);
  expect(await build({ types: { name: '@acme/rows' } })).toEqual([
    '@acme/rows',
    '@acme/db-migrations',
  ]);
  expect(await build({})).toEqual(['@acme/db-migrations']);
});

test('a release is built on the one that its metadata names, and not on all below it', async () => {
  const releases = await releasesOf(
    {
      'schema/versions/2.0.0/schema.prisma': schemaWith('body String?', 'title String?'),
      'schema/versions/2.0.0/changelog.md': 'Reviews have a title.\n',
      'migrations/2.0.0/003_title/up.sql': 'ALTER TABLE "Review" ADD title text;\n',
    },
    ['2.0.0'],
  );
  const [first, , last] = releases;
  if (first === undefined || last === undefined) throw new Error('nothing was frozen');
  const aside = { ...last, metadata: { ...last.metadata, previous: '1.0.0' }, builtOn: first };
  const paths = migrationsPackage(aside, naming).files.map(({ path }) => path);
  expect(paths.filter((path) => path.endsWith('up.sql'))).toEqual([
    'migrations/1.0.0/001_init/up.sql',
    'migrations/2.0.0/003_title/up.sql',
  ]);
});

test('what is done to all packages of a version is done to that of its migrations', () => {
  const config = { ...naming, clients: { python: {} }, registries: [], notifiers: [] };
  expect(releasePackages(config, '2.0.0-rc.1').packages).toEqual([
    { ecosystem: 'pypi', name: 'acme-db-client', version: '2.0.0rc1' },
    { ecosystem: 'npm', name: '@acme/db-migrations', version: '2.0.0-rc.1' },
  ]);
});
