import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPostgresCatalog } from '@schema-service/catalog';
import type { Artifact, PackProgress } from '@schema-service/codegen';
import { sha256 } from '@schema-service/publication';
import { expect, test } from 'vitest';
import { createCatalogDatabase } from '../test/catalog-database.ts';
import { createRoot, twoVersions } from '../test/release-root.ts';
import { buildRelease, freezeRelease, publishRelease, readReleases } from './index.ts';

const naming = { scope: '@acme', name: 'db' };
const digests = (artifacts: readonly Artifact[]) =>
  artifacts.map(({ filename, sha256: digest }) => `${filename} ${digest}`);

test('a release is frozen, built, kept on disk, published, and read back as it was', async () => {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
  await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
  const [release] = await readReleases(root.path);
  if (release === undefined) throw new Error('nothing was frozen');
  const cacheDirectory = join(root.path, 'artifacts');
  const progress: PackProgress[] = [];
  const options = { cacheDirectory, onProgress: (step: PackProgress) => progress.push(step) };

  const built = await buildRelease(release, naming, options);
  expect(built.map(({ name }) => name)).toEqual(expect.arrayContaining(['@acme/db-client']));
  expect(progress.length).toBeGreaterThan(0);
  for (const { filename, sha256: digest } of built) {
    expect(sha256(await readFile(join(cacheDirectory, '1.0.0', filename)))).toBe(digest);
  }

  // The second time nothing is made, and all of it is the same.
  progress.length = 0;
  const again = await buildRelease(release, naming, options);
  expect(progress).toEqual([]);
  expect(again.map((artifact) => ({ ...artifact, bytes: sha256(artifact.bytes) }))).toEqual(
    built.map((artifact) => ({ ...artifact, bytes: sha256(artifact.bytes) })),
  );

  // A damaged archive is made again.
  const [first] = built;
  await writeFile(join(cacheDirectory, '1.0.0', first?.filename ?? ''), 'damaged');
  expect(digests(await buildRelease(release, naming, options))).toEqual(digests(built));
  expect(progress.length).toBeGreaterThan(0);
  expect(await readdir(cacheDirectory)).toEqual(['1.0.0']);

  await using database = await createCatalogDatabase();
  const catalog = createPostgresCatalog({ pool: database.pool });
  expect(await publishRelease(release, built, catalog)).toBe('published');
  expect(await publishRelease(release, again, catalog)).toBe('unchanged');
  for (const { ecosystem, name, filename, bytes } of built) {
    const read = await catalog.readArtifact(ecosystem, name, filename);
    expect(Buffer.from(read?.bytes ?? []).equals(bytes)).toBe(true);
  }
  expect(await catalog.findRelease('1.0.0')).toMatchObject({
    schema: release.schema,
    metadata: release.metadata,
    migrations: release.migrations,
  });
});
