import { type Bump, diff } from '@schema-service/schema-diff';
import { parseSchema } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import { createRoot, schemaWith } from '../../test/release-root.ts';
import {
  changesetText,
  generatedPackages,
  readChangesets,
  requestedBump,
  summaryOf,
} from '../index.ts';

const naming = { scope: '@acme', name: 'db' };
const packages = ['@acme/db-client', '@acme/db-client-node', '@acme/db-types'];

test('what is written reads back, and the highest bump of the group counts', async () => {
  await using root = await createRoot({
    '.changeset/README.md': 'Not a changeset.',
    '.changeset/a.md': changesetText(packages, 'minor', 'Reviews have a body.\n\n- More.'),
    '.changeset/b.md': changesetText(['@acme/db-types', '@acme/tool'], 'patch', 'Words.'),
    '.changeset/c.md': changesetText(['@acme/tool'], 'major', 'Another package.'),
  });
  const changesets = await readChangesets(root.path);
  expect(changesets.map(({ id, summary }) => [id, summary])).toEqual([
    ['a', 'Reviews have a body.\n\n- More.'],
    ['b', 'Words.'],
    ['c', 'Another package.'],
  ]);
  expect(requestedBump(changesets, packages)).toBe('minor');
  expect(requestedBump(changesets.slice(1), packages)).toBe('patch');
  expect(requestedBump(changesets.slice(2), packages)).toBe('none');
});

test('a changeset names the changes that it is about, behind its words', async () => {
  const changes = diff(
    parseSchema([{ path: 'schema.prisma', content: 'model A {\n id Int @id\n body String\n}' }]),
    parseSchema([{ path: 'schema.prisma', content: 'model A {\n id Int @id\n text String?\n}' }]),
  );
  const text = changesetText(packages, 'major', 'Nobody read the body.', changes);
  await using root = await createRoot({
    '.changeset/a.md': text,
    '.changeset/windows.md': text.replaceAll('\n', '\r\n'),
  });
  const named = ['FIELD_ADDED A.text', 'FIELD_REMOVED A.body'];
  for (const changeset of await readChangesets(root.path)) {
    expect(changeset.summary).toBe('Nobody read the body.');
    expect([...changeset.changes].sort()).toEqual(named);
  }
});

test('a repository without changesets asks for nothing', async () => {
  await using root = await createRoot();
  expect(await readChangesets(root.path)).toEqual([]);
});

test.each([
  ['---\n"@acme/db-client": huge\n---\n', 'invalid version type "huge"'],
  ['Only words.', 'missing or invalid frontmatter'],
  ['', 'file is empty'],
])('a changeset that cannot be read is named: %j', async (text, why) => {
  await using root = await createRoot({
    '.changeset/fine.md': changesetText(packages, 'patch', 'Fine.'),
    '.changeset/wrong.md': text,
  });
  await expect(readChangesets(root.path)).rejects.toMatchObject({
    code: 'CHANGESET_INVALID',
    message: expect.stringContaining('.changeset/wrong.md'),
    why: expect.stringContaining(why),
  });
});

describe('the generated packages', () => {
  const workspace = {
    'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
    'package-lock.json': '{}',
    ...Object.fromEntries(
      [...packages, '@acme/db-client-python'].map((name) => [
        `packages/${name.slice(6)}/package.json`,
        JSON.stringify({ name, version: '1.0.0' }),
      ]),
    ),
  };

  test('are the fixed group of the client', async () => {
    await using root = await createRoot({
      ...workspace,
      '.changeset/config.json': JSON.stringify({ fixed: [['@acme/db-*']] }),
    });
    expect(await generatedPackages(root.path, naming)).toEqual([
      '@acme/db-client',
      '@acme/db-client-node',
      '@acme/db-client-python',
      '@acme/db-types',
    ]);
  });

  test('are the group of the wheel where Python alone is chosen', async () => {
    await using root = await createRoot({
      ...workspace,
      '.changeset/config.json': JSON.stringify({
        fixed: [['@acme/db-types'], ['@acme/db-client-python']],
      }),
    });
    const onlyPython = { ...naming, clients: { python: {} } };
    expect(await generatedPackages(root.path, onlyPython)).toEqual(['@acme/db-client-python']);
  });

  test('are the npm packages where no group is stated', async () => {
    await using root = await createRoot();
    expect(await generatedPackages(root.path, naming)).toEqual(packages);
  });

  test('a configuration with a mistake is refused', async () => {
    await using root = await createRoot({
      ...workspace,
      '.changeset/config.json': JSON.stringify({ fixed: 'all' }),
    });
    await expect(generatedPackages(root.path, naming)).rejects.toMatchObject({
      code: 'CHANGESET_CONFIG_INVALID',
      message: expect.stringContaining('fixed'),
    });
  });
});

describe('a summary', () => {
  const model = (...fields: string[]) =>
    parseSchema([{ path: 'schema.prisma', content: schemaWith(...fields) }]);
  const summary = (before: string[], after: string[]): string =>
    summaryOf(diff(model(...before), model(...after)));

  test('is a sentence that names the worst first, and a rename as one', () => {
    expect(
      summary(
        ['a Int?', 'b Int?', 'e Int?'],
        ['/// @renamed from: b', 'c Int?', 'd Int?', 'e Int'],
      ),
    ).toBe(
      '3 breaking changes and 1 safe change of the schema: `Review.c` (was `b`), `Review.a` removed, `Review.e` made required, and `Review.d` added.',
    );
  });

  test('has another name in Python as more than a comment', () => {
    expect(summary(['a Int?'], ['/// @python.name b', 'a Int?'])).toMatch(
      /^1 breaking change of the schema: `Review\.a`/,
    );
  });

  test('counts what would make it long', () => {
    const fields = [...'abcdefgh'].map((name) => `${name} Int?`);
    expect(summary([], fields)).toMatch(/`Review\.f` added, and 2 more\.$/);
  });

  test('says that only comments changed, or nothing', () => {
    expect(summary(['a Int?'], ['/// Words.', 'a Int?'])).toBe(
      'The documentation of the schema changed.',
    );
    expect(summary([], [])).toBe('The schema is the same.');
  });

  test.each<Bump>(['major', 'minor', 'patch'])('survives a changeset (%s)', async (bump) => {
    const text = summary(['a Int?'], ['b Int?']);
    await using root = await createRoot({ '.changeset/x.md': changesetText(packages, bump, text) });
    expect(await readChangesets(root.path)).toMatchObject([{ summary: text }]);
  });
});
