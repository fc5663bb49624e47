import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSchemaSources } from '../src/index.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schema-sources-'));
  const files = [
    'b.prisma',
    'a.prisma',
    'nested/c.prisma',
    'nested/versions/d.prisma',
    'versions/1.0.0/schema.prisma',
    'migrations/e.prisma',
    'notes.md',
    'empty/notes.md',
  ];
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `// ${file}`);
  }
});

afterAll(() => rm(folder, { recursive: true }));

test('a folder gives its .prisma files, sorted, without frozen versions and migrations', async () => {
  const sources = await loadSchemaSources(folder);
  expect(sources.map(({ content }) => content)).toEqual([
    '// a.prisma',
    '// b.prisma',
    '// nested/c.prisma',
    '// nested/versions/d.prisma',
  ]);
  expect(sources[2]?.path).toBe(join(folder, 'nested/c.prisma'));
});

test('a file gives itself, wherever it is', async () => {
  const path = join(folder, 'versions/1.0.0/schema.prisma');
  expect(await loadSchemaSources(path)).toEqual([
    { path, content: '// versions/1.0.0/schema.prisma' },
  ]);
});

test.each([
  ['nothing there', 'missing', 'no such file'],
  ['a file of another kind', 'notes.md', 'does not end in .prisma'],
  ['a folder without schema files', 'empty', 'no *.prisma file'],
])('%s', async (_, name, why) => {
  const path = join(folder, name);
  await expect(loadSchemaSources(path)).rejects.toMatchObject({
    code: 'SCHEMA_NOT_FOUND',
    message: expect.stringContaining(path),
    why: expect.stringContaining(why),
    meta: { path },
  });
});
