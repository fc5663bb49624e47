import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRoot } from '../../test/release-root.ts';
import { generatorDigest, generatorFolders, packageDigest } from './generator-digest.ts';

const files = {
  'package.json': '{"name":"generator","files":["dist","templates","LICENSE"]}',
  'src/index.ts': 'one',
  'dist/index.js': 'one',
  'templates/readme.hbs': 'one',
  LICENSE: 'one',
};

test.each(Object.keys(files))('an edit of %s makes another digest', async (file) => {
  await using root = await createRoot(files);
  const before = await packageDigest(root.path);
  expect(await packageDigest(root.path)).toBe(before);
  await root.write({ [file]: `${files[file as keyof typeof files]} ` });
  expect(await packageDigest(root.path)).not.toBe(before);
});

test('a file that was renamed makes another digest', async () => {
  await using one = await createRoot({ ...files, 'src/a.ts': '' });
  await using other = await createRoot({ ...files, 'src/b.ts': '' });
  expect(await packageDigest(one.path)).not.toBe(await packageDigest(other.path));
});

test('what does not make the output does not count', async () => {
  await using root = await createRoot(files);
  const before = await packageDigest(root.path);
  await root.write({
    'src/index.test.ts': 'a test',
    'src/__pycache__/a.pyc': 'compiled',
    'src/fixtures/a.prisma': 'a fixture',
    'test-results/vitest.json': '{}',
    'node_modules/x/index.js': 'a dependency',
  });
  expect(await packageDigest(root.path)).toBe(before);
});

test('the generator that is installed here has a digest', async () => {
  expect(await generatorDigest()).toMatch(/^[0-9a-f]{64}$/);
  expect(await generatorDigest()).toBe(await generatorDigest());
});

test('in a bundle the generator is the package that it was bundled into', async () => {
  await using root = await createRoot({
    'package.json': '{"name":"some-command","files":["dist"]}',
    'dist/chunk.js': '',
  });
  expect(await generatorFolders(join(root.path, 'dist'))).toEqual([root.path]);
  expect(await generatorFolders(import.meta.dirname)).toHaveLength(2);
});
