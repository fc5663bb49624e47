import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createChangesetWorkspace, generated } from '../../test/changeset-workspace.ts';
import { createRoot, type ReleaseRoot, schemaWith, twoVersions } from '../../test/release-root.ts';
import {
  changesetText,
  checkReleases,
  createVersion,
  freezeRelease,
  readReleases,
} from '../index.ts';
import { planMigrationFolders } from '../plan/plan-release.ts';
import { installVersion } from './install-version.ts';

const date = '2026-11-20';

const work = {
  'schema/schema.prisma': schemaWith('body String?', 'title String?'),
  'migrations/1.1.1/003_title/up.sql': 'ALTER TABLE "Review" ADD title text;\n',
  'migrations/1.1.1/003_title/down.sql': 'ALTER TABLE "Review" DROP title;\n',
};

async function freezeBoth(root: string): Promise<void> {
  await freezeRelease(root, '1.0.0', { date: '2026-09-14' });
  await freezeRelease(root, '1.1.0', { date: '2026-10-12' });
}

/** Two frozen versions and one in work, without packages. */
async function createWork(files: Readonly<Record<string, string>> = {}): Promise<ReleaseRoot> {
  const root = await createRoot({
    ...twoVersions,
    ...work,
    'schema.config.json': '{ "scope": "@acme", "name": "db" }',
    ...files,
  });
  await freezeBoth(root.path);
  return root;
}

const contents = async (root: string): Promise<readonly string[]> =>
  (await readdir(root, { recursive: true })).toSorted();

test('after `changeset version` the packages are at one version, and that version is frozen', async () => {
  await using workspace = await createChangesetWorkspace({
    ...work,
    '.changeset/title.md': changesetText(
      ['@acme/db-types'],
      'minor',
      'Reviews have a title.\n\n- `Review.title`',
    ),
    '.changeset/tool.md': changesetText(['@acme/tool'], 'patch', 'The tool is better.'),
  });
  const { path } = workspace;
  await freezeBoth(path);

  await workspace.changeset('version');
  const versions = await Promise.all(
    [...generated, '@acme/tool'].map(async (name) => {
      const file = join(path, 'packages', name.slice('@acme/'.length), 'package.json');
      return JSON.parse(await readFile(file, 'utf8')).version;
    }),
  );
  expect(versions).toEqual(['1.2.0', '1.2.0', '1.2.0', '1.2.0', '1.1.1']);

  const recorded: string[] = [];
  const created = await createVersion(path, {
    date,
    recordStructure: async (migrations, version) => {
      recorded.push(version, ...(await readdir(join(migrations, version))));
      await writeFile(join(migrations, version, 'structure.json'), '{"a":1}\n');
    },
  });
  expect(recorded).toEqual(['1.2.0', '003_title']);
  expect(created).toMatchObject({
    kind: 'versionCreated',
    metadata: { version: '1.2.0', previous: '1.1.0', bump: 'minor', date },
    paths: [
      'migrations/1.1.1/003_title',
      'migrations/1.2.0/003_title',
      'migrations/1.2.0/structure.json',
      'migrations/1.2.0/previous.json',
      'migrations/checksums',
      'migrations/clients.jsonl',
      'schema/versions/1.2.0/schema.prisma',
      'schema/versions/1.2.0/changelog.md',
      'schema/versions/1.2.0/metadata.json',
    ],
  });
  expect(await checkReleases(path)).toEqual([]);
  const release = (await readReleases(path)).at(-1);
  expect(release?.migrations.map(({ id, up }) => [id, up])).toEqual([
    ['003_title', work['migrations/1.1.1/003_title/up.sql']],
  ]);
  expect(release?.metadata.structure).toBeDefined();
  expect(release?.metadata.changes).toEqual([
    { id: 'FIELD_ADDED', path: 'Review.title', severity: 'safe' },
  ]);
  expect((await readdir(join(path, 'migrations'))).toSorted()).toEqual([
    '1.0.0',
    '1.1.0',
    '1.2.0',
    'checksums',
    'clients.jsonl',
  ]);
  expect(await readFile(join(path, 'migrations/checksums'), 'utf8')).toMatch(
    / {2}1\.1\.0\/002_body\/up\.sql\n[0-9a-f]{64} {2}1\.2\.0\/003_title\/up\.sql\n$/,
  );
  // Once more there is nothing to do, as after a `changeset version` that moved other packages.
  expect(await createVersion(path, { date })).toEqual({
    kind: 'nothingToRelease',
    version: '1.2.0',
  });
});

test('the words of the changesets are the changelog', async () => {
  const subject = { kind: 'field', owner: 'model', entity: 'Review', name: 'title' } as const;
  const named = [{ id: 'FIELD_ADDED', subject }] as const;
  await using workspace = await createChangesetWorkspace({
    ...work,
    '.changeset/title.md': changesetText(generated, 'minor', 'Reviews have a title.', named),
    '.changeset/more.md': changesetText(['@acme/db-client'], 'patch', 'And more words.', named),
  });
  await freezeBoth(workspace.path);
  await workspace.changeset('version');
  await createVersion(workspace.path, { date });
  const changelog = (await readReleases(workspace.path)).at(-1)?.changelog;
  expect(changelog).toMatch(/^# 1\.2\.0\n\n## Minor Changes\n\n- [\w: ]*Reviews have a title\.\n/);
  expect(changelog).toMatch(
    /## Patch Changes\n\n- [\w: ]*And more words\.\n\n## What changes for services\n\n1 safe change/,
  );
  expect(changelog).not.toContain('<!--');
});

test('a version whose changeset named another package is described by its changes', async () => {
  await using root = await createWork({
    'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
    'package-lock.json': '{}',
    'packages/client/package.json': '{ "name": "@acme/db-client", "version": "1.2.0" }',
    'packages/client/CHANGELOG.md': '# @acme/db-client\n\n## 1.2.0\n\n## 1.1.0\n\n- Before.\n',
  });
  await createVersion(root.path, { date });
  expect((await readReleases(root.path)).at(-1)?.changelog).toContain(
    '- `Review.title`: field added, optional String. Migration: `003_title`.',
  );
});

test('the version is that of the first package of the release that the workspace has', async () => {
  await using root = await createWork({
    'schema.config.json':
      '{ "scope": "@acme", "name": "db", "clients": { "node": false, "types": false } }',
    'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
    'package-lock.json': '{}',
    'packages/types/package.json': '{ "name": "@acme/db-types", "version": "1.1.0" }',
    'packages/wheel/package.json':
      '{ "name": "@acme/db-client-python", "version": "1.2.0", "private": true }',
    'packages/migrations/package.json': '{ "name": "@acme/db-migrations", "version": "9.9.9" }',
  });
  const created = await createVersion(root.path, { date });
  expect(created).toMatchObject({ kind: 'versionCreated', metadata: { version: '1.2.0' } });
});

test('all versions in work become the one that is released', async () => {
  await using root = await createWork({
    'migrations/1.1.1/structure.json': '{}',
    'migrations/2.0.0/004_more/up.sql': 'SELECT 1;\n',
  });
  await createVersion(root.path, { date, version: '1.2.0', changelog: 'Words.\n' });
  expect(await checkReleases(root.path)).toEqual([]);
  const [release] = (await readReleases(root.path)).slice(-1);
  expect(release?.migrations.map(({ id }) => id)).toEqual(['003_title', '004_more']);
  expect((await readdir(join(root.path, 'migrations'))).toSorted()).toEqual([
    '1.0.0',
    '1.1.0',
    '1.2.0',
    'checksums',
    'clients.jsonl',
  ]);
});

test('a version without migrations', async () => {
  await using root = await createWork();
  await root.write({ 'schema/schema.prisma': schemaWith('/// Words.', 'body String?') });
  await rm(join(root.path, 'migrations/1.1.1'), { recursive: true });
  await createVersion(root.path, { date, version: '1.1.1', changelog: 'Words.\n' });
  expect(await checkReleases(root.path)).toEqual([]);
});

const noRecorder = async (): Promise<void> => {
  throw new Error('no database');
};

test.each<[string, Readonly<Record<string, string>>, object, string]>([
  ['too small a bump', {}, { version: '1.1.1' }, 'is a patch bump'],
  ['a version that is none', {}, { version: 'v2' }, 'v2 is not a version'],
  ['a version before the last', {}, { version: '1.0.5' }, 'does not come after'],
  ['a schema with a mistake', { 'schema/schema.prisma': schemaWith('body Strin') }, {}, 'Strin'],
  [
    'migrations of one name',
    { 'migrations/1.3.0/003_title/up.sql': 'SELECT 1;' },
    {},
    'would both be',
  ],
  ['a structure that cannot be recorded', {}, { recordStructure: noRecorder }, 'no database'],
  [
    'an edited release',
    { 'migrations/1.0.0/001_init/up.sql': 'SELECT 1;\n' },
    {},
    'not as they were released',
  ],
])('%s leaves all as it was', async (_what, files, options, message) => {
  await using root = await createWork();
  await root.write(files);
  const before = await contents(root.path);
  await expect(
    createVersion(root.path, { date, version: '1.2.0', changelog: 'Words.\n', ...options }),
  ).rejects.toThrow(message);
  expect(await contents(root.path)).toEqual(before);
});

test('what cannot be written takes the renamed migrations and the files before it back', async () => {
  await using root = await createWork({ 'schema/versions/1.2.0/metadata.json/in-the-way': '' });
  await using copy = await createRoot({
    'schema/versions/1.2.0/schema.prisma': schemaWith(),
    'schema/versions/1.2.0/changelog.md': 'Words.',
    'schema/versions/1.2.0/metadata.json': '{}',
    'migrations/1.2.0/structure.json': '{}',
    'migrations/checksums': 'new',
  });
  const checksums = await readFile(join(root.path, 'migrations/checksums'), 'utf8');
  const migrations = planMigrationFolders([{ version: '1.1.1', id: '003_title', up: '' }], '1.2.0');
  const before = await contents(root.path);
  await expect(installVersion(root.path, copy.path, '1.2.0', migrations)).rejects.toThrow('EISDIR');
  expect(await contents(root.path)).toEqual(before);
  expect(await readFile(join(root.path, 'migrations/checksums'), 'utf8')).toBe(checksums);
});

test('a workspace without the client package is told so', async () => {
  await using root = await createWork({
    'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
    'package-lock.json': '{}',
    'packages/tool/package.json': '{ "name": "@acme/tool", "version": "1.2.0" }',
  });
  await expect(createVersion(root.path, { date })).rejects.toMatchObject({
    code: 'RELEASE_PACKAGE_MISSING',
    message: expect.stringContaining('@acme/db-client'),
    why: expect.stringContaining('@acme/tool'),
  });
  await rm(join(root.path, 'package.json'));
  await expect(createVersion(root.path, { date })).rejects.toMatchObject({
    code: 'RELEASE_PACKAGE_MISSING',
    message: 'The repository has no package.json.',
  });
});
