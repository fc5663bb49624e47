import type { PublishedRelease, ReleaseCatalog } from '@schema-service/catalog';
import type { Artifact } from '@schema-service/codegen';
import { expect, test } from 'vitest';
import { frozenRelease } from '../test/frozen-release.ts';
import { createRoot } from '../test/release-root.ts';
import { npmArtifact, sampleArtifacts } from '../test/sample-artifacts.ts';
import { freezeRelease, publishRelease, type ReadRelease, readReleases } from './index.ts';

const nothing = async () => undefined;
const none = async () => [];

/** Takes anything, and remembers it. */
function recordingCatalog(): ReleaseCatalog & { readonly received: PublishedRelease[] } {
  const received: PublishedRelease[] = [];
  return {
    received,
    publish: async (published) => {
      received.push(published);
      return 'published';
    },
    listVersions: none,
    latestVersion: nothing,
    listTags: async () => ({}),
    setTag: nothing,
    removeTag: nothing,
    setNotice: async () => ({ deprecated: null, replacement: null, yanked: null }),
    findRelease: nothing,
    listArtifacts: none,
    findArtifact: nothing,
    readArtifact: nothing,
  };
}

test('hands a whole release on', async () => {
  const catalog = recordingCatalog();
  const release = await frozenRelease();
  const artifacts = [npmArtifact('1.0.0', 'content')];
  expect(await publishRelease(release, artifacts, catalog)).toBe('published');
  expect(catalog.received).toEqual([{ kind: 'publishedRelease', release, artifacts }]);
});

test('refuses what its digests do not cover, naming each part, and hands nothing on', async () => {
  const release = await frozenRelease();
  const artifact = npmArtifact('1.0.0', 'content');
  const cases: [ReadRelease, Artifact, string][] = [
    [{ ...release, schema: `${release.schema}// more` }, artifact, 'schema.prisma'],
    [{ ...release, changelog: '' }, artifact, 'changelog.md'],
    [{ ...release, migrations: [] }, artifact, 'migrations'],
    [
      { ...release, migrations: release.migrations.map((one) => ({ ...one, up: 'SELECT 1' })) },
      artifact,
      'migration 001_init',
    ],
    [{ ...release, metadata: { ...release.metadata, date: '2020-01-01' } }, artifact, 'digest'],
    [{ ...release, model: { ...release.model, models: [] } }, artifact, 'content hash'],
    [release, { ...artifact, bytes: new Uint8Array([1]) }, 'org-db-client-1.0.0.tgz: sha256'],
    [release, { ...artifact, integrity: 'sha512-x' }, 'org-db-client-1.0.0.tgz: integrity'],
    [release, npmArtifact('1.1.0', 'content'), 'is of version 1.1.0'],
  ];
  for (const [edited, packed, problem] of cases) {
    const catalog = recordingCatalog();
    await expect(publishRelease(edited, [packed], catalog)).rejects.toMatchObject({
      code: 'RELEASE_CONTENT_MISMATCH',
      message: expect.stringContaining(problem),
    });
    expect(catalog.received).toEqual([]);
  }
});

test('a prerelease has its own spelling in Python', async () => {
  await using root = await createRoot({
    'schema/schema.prisma': 'model Review {\n  id Int @id\n}\n',
  });
  const version = '1.0.0-rc.0';
  await freezeRelease(root.path, version, { date: '2026-09-14', changelog: 'Try it.\n' });
  const [release] = await readReleases(root.path);
  if (release === undefined) throw new Error('nothing was frozen');
  const [tarball, wheel] = sampleArtifacts(version);
  if (tarball === undefined || wheel === undefined) throw new Error('no samples');
  const spelled = { ...wheel, version: '1.0.0rc0' };
  expect(await publishRelease(release, [tarball, spelled], recordingCatalog())).toBe('published');
  await expect(publishRelease(release, [wheel], recordingCatalog())).rejects.toMatchObject({
    message: expect.stringContaining('is of version 1.0.0-rc.0'),
  });
});
