import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@schema-service/publication';
import { describe, expect, test } from 'vitest';
import { createRoot, type ReleaseRoot, schemaWith, twoVersions } from '../test/release-root.ts';
import { checkReleases, freezeRelease, readReleases } from './index.ts';

const date = '2026-09-14';
const working = (...fields: string[]) => ({ 'schema/schema.prisma': schemaWith(...fields) });

async function frozenRoot(): Promise<ReleaseRoot> {
  const root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date });
  await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
  return root;
}

test('records what a version consists of and what it changed', async () => {
  await using root = await frozenRoot();
  const [first, second, ...others] = await readReleases(root.path);
  expect(others).toEqual([]);
  expect(first?.metadata).toMatchObject({
    version: '1.0.0',
    previous: null,
    bump: 'major',
    date,
    changes: [],
    previousDigest: null,
  });
  expect(second?.metadata).toMatchObject({
    version: '1.1.0',
    previous: '1.0.0',
    bump: 'minor',
    changes: [{ id: 'FIELD_ADDED', path: 'Review.body', severity: 'safe' }],
    previousDigest: first?.metadata.digest,
  });
  expect(first?.migrations).toEqual([
    {
      kind: 'migration',
      id: '001_init',
      version: '1.0.0',
      up: twoVersions['migrations/1.0.0/001_init/up.sql'],
      down: twoVersions['migrations/1.0.0/001_init/down.sql'],
      checksums: first?.metadata.migrations[0] && {
        up: first.metadata.migrations[0].up,
        down: first.metadata.migrations[0].down,
      },
    },
  ]);
  expect(second?.migrations[0]).toMatchObject({ id: '002_body', down: null });
  expect(second?.schema).toBe(twoVersions['schema/versions/1.1.0/schema.prisma']);
  expect(second?.changelog).toBe('Reviews have a body.\n');
  expect(await checkReleases(root.path)).toEqual([]);
});

test('is the same to the byte each time', async () => {
  await using one = await frozenRoot();
  await using other = await frozenRoot();
  const file = 'schema/versions/1.1.0/metadata.json';
  expect(await readFile(join(one.path, file), 'utf8')).toBe(
    await readFile(join(other.path, file), 'utf8'),
  );
});

test('takes the working schema as one file where the version has none, comments and all', async () => {
  await using root = await createRoot({
    'schema/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
    'schema/review.prisma': '/// What people say.\nmodel Review {\n  id Int @id\n}\n',
  });
  const metadata = await freezeRelease(root.path, '1.0.0', { date, changelog: 'The first.\n' });
  const folder = join(root.path, 'schema/versions/1.0.0');
  expect((await readdir(folder)).sort()).toEqual([
    'changelog.md',
    'metadata.json',
    'schema.prisma',
  ]);
  expect(await readFile(join(folder, 'schema.prisma'), 'utf8')).toContain('/// What people say.');
  const [release] = await readReleases(root.path);
  expect(release?.metadata).toEqual(metadata);
  expect(release?.model.models.map(({ name }) => name)).toEqual(['Review']);
});

describe('refuses, and writes nothing:', () => {
  const cases: [string, string, string, Record<string, string>][] = [
    ['RELEASE_VERSION_INVALID', 'v2', 'a version that is none', {}],
    ['RELEASE_ALREADY_FROZEN', '1.1.0', 'a version that is frozen', {}],
    ['RELEASE_VERSION_NOT_AFTER_LAST', '1.0.5', 'a version before the last', {}],
    [
      'RELEASE_CHANGELOG_MISSING',
      '1.2.0',
      'a version without a changelog',
      working('body String?'),
    ],
    ['RELEASE_BUMP_TOO_SMALL', '1.2.0', 'a removal as a minor', { ...working(), ...note('1.2.0') }],
    [
      'RELEASE_BUMP_TOO_SMALL',
      '1.1.1',
      'an addition as a patch',
      { ...working('body String?', 'a Int?'), ...note('1.1.1') },
    ],
    [
      'RELEASE_BUMP_TOO_SMALL',
      '1.2.0-rc.1',
      'a removal in a minor prerelease',
      { ...working(), ...note('1.2.0-rc.1') },
    ],
    [
      'RELEASE_MIGRATION_INVALID',
      '2.0.0',
      'a migration without up.sql',
      { ...working(), ...note('2.0.0'), 'migrations/2.0.0/003_x/down.sql': '' },
    ],
    [
      'RELEASE_MIGRATION_INVALID',
      '2.0.0',
      'a file among the migrations',
      { ...working(), ...note('2.0.0'), 'migrations/2.0.0/notes.txt': '' },
    ],
    [
      'RELEASE_MIGRATION_INVALID',
      '2.0.0',
      'scripts that run again in a version that no migration stands for',
      { ...working(), ...note('2.0.0'), 'migrations/repeatable/view.sql': 'SELECT 1' },
    ],
    [
      'RELEASE_PREVIOUS_NOT_FROZEN',
      '2.0.0',
      'a version after one that is not frozen',
      { ...note('1.5.0'), ...note('2.0.0') },
    ],
    [
      'RELEASE_HISTORY_EDITED',
      '2.0.0',
      'to build on an edited migration',
      { ...note('2.0.0'), ...working(), 'migrations/1.0.0/001_init/up.sql': 'SELECT 1;' },
    ],
    [
      'SCHEMA_INVALID',
      '2.0.0',
      'a schema with a mistake',
      { ...note('2.0.0'), ...working('x Strin') },
    ],
  ];
  test.each(cases)('%s %s (%s)', async (code, version, _what, files) => {
    await using root = await frozenRoot();
    await root.write(files);
    const before = await readdir(root.path, { recursive: true });
    await expect(freezeRelease(root.path, version, { date })).rejects.toMatchObject({ code });
    expect(await readdir(root.path, { recursive: true })).toEqual(before);
  });

  test.each(['today', '2026-02-30', '14.9.2026'])('RELEASE_DATE_INVALID %s', async (day) => {
    await using root = await createRoot(twoVersions);
    await expect(freezeRelease(root.path, '1.0.0', { date: day })).rejects.toMatchObject({
      code: 'RELEASE_DATE_INVALID',
    });
  });
});

test('migrations are in the order of their numbers', async () => {
  await using root = await createRoot({
    ...working(),
    ...note('1.0.0'),
    'migrations/1.0.0/1000_later/up.sql': '',
    'migrations/1.0.0/999_earlier/up.sql': '',
  });
  const { migrations } = await freezeRelease(root.path, '1.0.0', { date });
  expect(migrations.map(({ id }) => id)).toEqual(['999_earlier', '1000_later']);
});

test('a bump that is too small names what asks for more', async () => {
  await using root = await frozenRoot();
  await root.write({ ...working(), ...note('1.2.0') });
  await expect(freezeRelease(root.path, '1.2.0', { date })).rejects.toMatchObject({
    message: expect.stringContaining('Review.body FIELD_REMOVED (major)'),
    meta: { taken: 'minor', needed: 'major', previous: '1.1.0' },
  });
});

test('a rename that was answered is recorded as one', async () => {
  await using root = await frozenRoot();
  await root.write({ ...working('text String?'), ...note('2.0.0') });
  const renames = [{ from: 'Review.body', to: 'Review.text' }];
  const { changes } = await freezeRelease(root.path, '2.0.0', { date, diff: { renames } });
  expect(changes).toContainEqual({
    id: 'FIELD_RENAMED',
    path: 'Review.text',
    severity: 'breaking',
  });
  expect(await checkReleases(root.path)).toEqual([]);
});

test('a breaking change may not slip through a row of prereleases', async () => {
  await using root = await frozenRoot();
  await root.write({ ...working(), ...note('2.0.0-rc.1'), ...note('2.0.0') });
  const candidate = await freezeRelease(root.path, '2.0.0-rc.1', { date });
  expect(candidate).toMatchObject({ bump: 'major', previous: '1.1.0' });
  // Nothing changed since the candidate; the bump still counts from the last stable release.
  const release = await freezeRelease(root.path, '2.0.0', { date });
  expect(release).toMatchObject({ bump: 'major', previous: '2.0.0-rc.1', changes: [] });
  expect(await checkReleases(root.path)).toEqual([]);
});

function note(version: string): Record<string, string> {
  return { [`schema/versions/${version}/changelog.md`]: `About ${version}.\n` };
}

/** `squash.json` of scripts of `twoVersions`, as much of it as a freeze reads. */
function squashOf(version: string, script: string, ids: readonly string[], leftOut: string[] = []) {
  const migrations = ids.map((path) => ({
    ...{ version: path.split('/')[0], id: path.split('/')[1], down: null },
    up: sha256(twoVersions[`migrations/${path}/up.sql`] ?? ''),
  }));
  const record = { version, script: sha256(script), migrations, leftOut };
  return {
    'migrations/squash.sql': script,
    'migrations/squash.json': `${JSON.stringify(record)}\n`,
  };
}

test('a squashed script comes with the next release, once, and cannot be edited there', async () => {
  const squash = squashOf('1.0.0', 'CREATE TABLE a ();\n', ['1.0.0/001_init']);
  await using root = await createRoot({ ...twoVersions, ...squash });
  await freezeRelease(root.path, '1.0.0', { date });
  const { squash: again } = await freezeRelease(root.path, '1.1.0', { date });
  expect(again).toBeUndefined();
  const [release] = await readReleases(root.path);
  expect(release?.metadata.squash).toEqual({
    script: sha256(squash['migrations/squash.sql']),
    record: sha256(squash['migrations/squash.json']),
  });
  expect(release?.squash).toEqual({
    script: squash['migrations/squash.sql'],
    record: squash['migrations/squash.json'],
  });
  expect(await checkReleases(root.path)).toEqual([]);
  await root.write({
    'migrations/1.0.0/squash.sql': 'SELECT 1;',
    'migrations/1.1.0/squash.json': '{}',
  });
  expect(await checkReleases(root.path)).toMatchObject([
    { id: 'MIGRATION_EDITED', file: 'migrations/1.0.0/squash.sql' },
    { id: 'MIGRATION_UNEXPECTED', file: 'migrations/1.1.0/squash.json' },
  ]);
});

test('a squashed script that is not of what is released is refused, and one that leaves out stays behind', async () => {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date });
  const both = ['1.0.0/001_init', '1.1.0/002_body'];
  const whole = squashOf('1.1.0', 'CREATE TABLE a ();\n', both);
  const damaged = [
    [{ ...whole, 'migrations/squash.sql': 'SELECT 1;' }, 'squash.sql was edited'],
    [squashOf('1.1.0', '', both.slice(1)), '1.0.0/001_init is not in it'],
    [squashOf('1.1.0', '', [...both, '1.1.0/003_gone']), 'made of another 1.1.0/003_gone'],
    [{ ...whole, 'migrations/squash.json': '{}' }, 'squash.json'],
  ] as const;
  for (const [files, problem] of damaged) {
    await root.write(files);
    await expect(freezeRelease(root.path, '1.1.0', { date })).rejects.toMatchObject({
      code: 'RELEASE_MIGRATION_INVALID',
      message: expect.stringContaining(problem),
    });
  }
  await root.write(squashOf('1.1.0', '', both, ['1.0.0/001_init/up.sql:1']));
  const { squash } = await freezeRelease(root.path, '1.1.0', { date });
  expect(squash).toBeUndefined();
});

test('scripts that run again are copied as they are, and none of them can be edited', async () => {
  await using root = await createRoot({
    ...twoVersions,
    'migrations/repeatable/list.sql': 'CREATE OR REPLACE VIEW list AS SELECT 1;\n',
    'migrations/repeatable/README.md': 'Passed over.',
  });
  const first = await freezeRelease(root.path, '1.0.0', { date });
  expect(first.repeatables).toEqual([{ name: 'list', digest: expect.any(String) }]);
  await root.write({
    'migrations/repeatable/list.sql': 'CREATE OR REPLACE VIEW list AS SELECT 2;\n',
  });
  const second = await freezeRelease(root.path, '1.1.0', { date });
  expect(second.repeatables).not.toEqual(first.repeatables);
  await root.write({ 'schema/schema.prisma': schemaWith('body String?') });
  // Words alone: its databases have the scripts of the release before.
  const third = await freezeRelease(root.path, '1.1.1', { date, changelog: 'Words.' });
  expect(third.repeatables).toBeUndefined();
  expect(await checkReleases(root.path)).toEqual([]);
  const [release] = await readReleases(root.path);
  expect(release?.repeatables).toEqual([
    { name: 'list', sql: 'CREATE OR REPLACE VIEW list AS SELECT 1;\n' },
  ]);
  await root.write({
    'migrations/1.0.0/repeatable/list.sql': 'SELECT 1;',
    'migrations/1.1.0/repeatable/more.sql': 'SELECT 1;',
  });
  expect(await checkReleases(root.path)).toMatchObject([
    { id: 'MIGRATION_EDITED', file: 'migrations/1.0.0/repeatable/list.sql' },
    { id: 'MIGRATION_UNEXPECTED', file: 'migrations/1.1.0/repeatable/more.sql' },
  ]);
});
