import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestFile, manifestText, releaseManifest } from '@schema-service/publication';
import { expect, test } from 'vitest';
import { frozenRelease } from '../../test/frozen-release.ts';
import { createRoot, type ReleaseRoot } from '../../test/release-root.ts';
import { npmArtifact } from '../../test/sample-artifacts.ts';
import { promoteEverywhere, publishEverywhere } from './publish-everywhere.ts';
import { folderRegistry } from './registries/folder-registry.ts';
import { readBuiltRelease, writeBuiltRelease } from './release-folder.ts';
import type { BuiltRelease, ReleaseRegistry } from './release-registry.ts';
import { verifyPublished } from './verify-published.ts';

const folder = (root: ReleaseRoot, name: string): ReleaseRegistry =>
  folderRegistry({ kind: 'folder', name, path: name }, root.path);

async function builtRelease(content = 'content'): Promise<BuiltRelease> {
  const release = await frozenRelease();
  const one = npmArtifact('1.0.0', content);
  const two = { ...npmArtifact('1.0.0', 'second'), name: '@org/db-types', filename: 'types.tgz' };
  const artifacts = [one, two];
  const text = manifestText(releaseManifest(release, artifacts, null, {}));
  return { release, artifacts, documents: [{ filename: manifestFile, content: text }] };
}

test('uploads what is missing, finds it there the second time, and moves latest only then', async () => {
  await using root = await createRoot({});
  const built = await builtRelease();
  const registries = [folder(root, 'a'), folder(root, 'b')];
  const dry = await publishEverywhere(built, registries, { dryRun: true });
  expect(dry.registries.map(({ uploaded }) => uploaded.length)).toEqual([2, 2]);
  const first = await publishEverywhere(built, registries);
  expect(first).toMatchObject({ version: '1.0.0', registries: dry.registries });
  const again = await publishEverywhere(built, registries);
  expect(again.registries.map(({ uploaded, present }) => [uploaded, present.length])).toEqual([
    [[], 2],
    [[], 2],
  ]);
  const tags = (name: string) => readFile(join(root.path, name, 'tags.json'), 'utf8');
  await expect(tags('a')).rejects.toThrow('ENOENT');
  const packages = { version: '1.0.0', packages: built.artifacts };
  expect(await promoteEverywhere(packages, [], registries)).toEqual([
    { registry: 'a', tag: 'latest' },
    { registry: 'b', tag: 'latest' },
  ]);
  expect(JSON.parse(await tags('b'))).toEqual({ latest: '1.0.0' });
});

test('a publish that was cut off completes', async () => {
  await using root = await createRoot({});
  const built = await builtRelease();
  const [a, b] = [folder(root, 'a'), folder(root, 'b')];
  const cutOff: ReleaseRegistry = {
    ...b,
    upload: async (release, missing, onUploaded) => {
      await b.upload(release, missing.slice(0, 1), onUploaded);
      throw new Error('the power is gone');
    },
  };
  await expect(publishEverywhere(built, [a, cutOff])).rejects.toThrow('the power is gone');
  const { registries } = await publishEverywhere(built, [a, b]);
  expect(registries.map(({ uploaded, present }) => [uploaded.length, present.length])).toEqual([
    [0, 2],
    [1, 1],
  ]);
});

test('other bytes anywhere are refused by name, before anything is uploaded anywhere', async () => {
  await using root = await createRoot({});
  const built = await builtRelease();
  const [a, b] = [folder(root, 'a'), folder(root, 'b')];
  await publishEverywhere(built, [b]);
  const other = await builtRelease('other');
  await expect(publishEverywhere(other, [a, b])).rejects.toMatchObject({
    code: 'RELEASE_ALREADY_PUBLISHED',
    message: expect.stringContaining('b (b) has version 1.0.0 with other bytes:'),
    meta: { registry: 'b', differences: [built.artifacts[0]?.filename] },
  });
  expect(await a.listVersions({ version: '1.0.0', packages: [] })).toEqual([]);
});

test('what a registry serves is compared byte for byte', async () => {
  await using root = await createRoot({});
  const built = await builtRelease();
  const registries = [folder(root, 'a'), folder(root, 'b')];
  await publishEverywhere(built, [registries[0] as ReleaseRegistry]);
  await writeFile(join(root.path, 'a', '1.0.0', 'types.tgz'), 'edited');
  const [first, second] = await verifyPublished(built, registries, { install: true });
  expect(first).toMatchObject({ same: [built.artifacts[0]?.filename] });
  expect(first?.problems).toEqual([expect.stringContaining('types.tgz has the digest')]);
  expect(second?.problems).toEqual([
    expect.stringContaining('is not in b.'),
    expect.stringContaining('types.tgz is not in b.'),
  ]);
});

test('a built release is read back from its folder, or refused where a byte changed', async () => {
  await using root = await createRoot({});
  const built = await builtRelease();
  const out = join(root.path, 'out');
  await expect(readBuiltRelease(out, built.release)).rejects.toMatchObject({
    code: 'RELEASE_BUILD_MISSING',
  });
  const target = await writeBuiltRelease(out, built);
  expect(await readBuiltRelease(out, built.release)).toMatchObject({
    artifacts: built.artifacts.map(({ filename, sha256 }) => ({ filename, sha256 })),
    documents: built.documents,
  });
  await writeFile(join(target, 'types.tgz'), 'edited');
  await expect(readBuiltRelease(out, built.release)).rejects.toMatchObject({
    code: 'RELEASE_CONTENT_MISMATCH',
  });
});
