import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRoot } from '../../test/release-root.ts';
import { npmArtifact, sampleArtifacts } from '../../test/sample-artifacts.ts';
import { readCachedArtifacts, writeCachedArtifacts } from './artifact-cache.ts';

const artifacts = sampleArtifacts('1.0.0');

test('gives back what was written, for the same key only', async () => {
  await using root = await createRoot();
  expect(await readCachedArtifacts(root.path, '1.0.0', 'key')).toBeUndefined();
  await writeCachedArtifacts(root.path, '1.0.0', 'key', artifacts);
  const read = await readCachedArtifacts(root.path, '1.0.0', 'key');
  expect(read?.map((artifact) => ({ ...artifact, bytes: new Uint8Array(artifact.bytes) }))).toEqual(
    artifacts,
  );
  expect(await readCachedArtifacts(root.path, '1.0.0', 'another key')).toBeUndefined();
  expect(await readCachedArtifacts(root.path, '1.1.0', 'key')).toBeUndefined();
});

test('a newer key replaces the folder, and nothing temporary stays', async () => {
  await using root = await createRoot();
  await writeCachedArtifacts(root.path, '1.0.0', 'key', artifacts);
  await writeCachedArtifacts(root.path, '1.0.0', 'new', [npmArtifact('1.0.0', 'new')]);
  expect(await readdir(root.path, { recursive: true })).toEqual([
    '1.0.0',
    join('1.0.0', 'index.json'),
    join('1.0.0', 'org-db-client-1.0.0.tgz'),
  ]);
});

test('a damaged file, a lost one and a broken index all count as not there', async () => {
  await using root = await createRoot();
  const damage: ((folder: string) => Promise<void>)[] = [
    (folder) => writeFile(join(folder, 'org-db-client-1.0.0.tgz'), 'damaged'),
    (folder) => rm(join(folder, 'org-db-client-1.0.0.tgz')),
    (folder) => writeFile(join(folder, 'index.json'), '{"key":"key"'),
    (folder) => writeFile(join(folder, 'index.json'), '{"key":"key"}'),
  ];
  for (const hurt of damage) {
    await writeCachedArtifacts(root.path, '1.0.0', 'key', artifacts);
    expect(await readCachedArtifacts(root.path, '1.0.0', 'key')).toBeDefined();
    await hurt(join(root.path, '1.0.0'));
    expect(await readCachedArtifacts(root.path, '1.0.0', 'key')).toBeUndefined();
  }
});

test('writers at once leave one whole set', async () => {
  await using root = await createRoot();
  await Promise.all(
    Array.from({ length: 8 }, () => writeCachedArtifacts(root.path, '1.0.0', 'key', artifacts)),
  );
  expect(await readdir(root.path)).toEqual(['1.0.0']);
  expect(await readCachedArtifacts(root.path, '1.0.0', 'key')).toHaveLength(artifacts.length);
});
