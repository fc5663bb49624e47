import { cp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ReleaseMetadata } from '@schema-service/catalog';
import { seal, sha256 } from '@schema-service/publication';
import { describe, expect, test } from 'vitest';
import { createRoot, type ReleaseRoot, schemaWith, twoVersions } from '../test/release-root.ts';
import { checkReleases, formatFinding, freezeRelease, readReleases } from './index.ts';

const repository = resolve(import.meta.dirname, '../../..');

async function frozenRoot(): Promise<ReleaseRoot> {
  const root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
  await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
  return root;
}

const found = async (root: ReleaseRoot): Promise<string[]> =>
  (await checkReleases(root.path)).map(({ id, file }) => `${id} ${file}`);

const metadataOf = (version: string): string => `schema/versions/${version}/metadata.json`;

async function editMetadata(
  root: ReleaseRoot,
  version: string,
  edit: (metadata: ReleaseMetadata) => ReleaseMetadata,
): Promise<void> {
  const text = await readFile(join(root.path, metadataOf(version)), 'utf8');
  await root.write({ [metadataOf(version)]: JSON.stringify(edit(JSON.parse(text))) });
}

describe('an edit is found:', () => {
  const cases: [Record<string, string>, string[]][] = [
    [{ 'migrations/1.0.0/001_init/up.sql': '-- x' }, ['MIGRATION_EDITED']],
    [{ 'migrations/1.0.0/001_init/down.sql': '' }, ['MIGRATION_EDITED']],
    [{ 'migrations/1.1.0/002_body/down.sql': '-- late' }, ['MIGRATION_UNEXPECTED']],
    [{ 'migrations/1.1.0/002_body/notes.txt': '' }, ['MIGRATION_UNEXPECTED']],
    [{ 'migrations/1.1.0/notes.txt': '' }, ['MIGRATION_UNEXPECTED']],
    [{ 'schema/versions/1.0.0/schema.prisma': schemaWith('x Int?') }, ['FROZEN_FILE_EDITED']],
    [{ 'schema/versions/1.0.0/schema.prisma': 'nonsense' }, ['FROZEN_FILE_EDITED']],
    [{ 'schema/versions/1.1.0/changelog.md': '' }, ['FROZEN_FILE_EDITED']],
    [{ 'schema/versions/1.1.0/more.prisma': '' }, ['FROZEN_FILE_UNEXPECTED']],
    [{ 'schema/versions/1.1.0/inner/more.prisma': '' }, ['FROZEN_FILE_UNEXPECTED']],
    [{ 'schema/versions/1.1.0/metadata.json': '{' }, ['METADATA_INVALID']],
  ];
  test.each(cases)('%j', async (files, ids) => {
    await using root = await frozenRoot();
    await root.write(files);
    expect(await found(root)).toEqual(ids.map((id) => `${id} ${Object.keys(files)[0]}`));
    await expect(readReleases(root.path)).rejects.toMatchObject({ code: 'RELEASE_HISTORY_EDITED' });
  });

  const missing: [string, string[]][] = [
    ['migrations/1.1.0/002_body/up.sql', ['MIGRATION_MISSING migrations/1.1.0/002_body/up.sql']],
    [
      'migrations/1.0.0',
      [
        'MIGRATION_MISSING migrations/1.0.0/001_init/up.sql',
        'MIGRATION_MISSING migrations/1.0.0/001_init/down.sql',
      ],
    ],
    [
      'schema/versions/1.1.0/schema.prisma',
      ['FROZEN_FILE_MISSING schema/versions/1.1.0/schema.prisma'],
    ],
    [metadataOf('1.1.0'), [`METADATA_MISSING ${metadataOf('1.1.0')}`]],
    [
      'schema/versions/1.0.0',
      [`CHAIN_BROKEN ${metadataOf('1.1.0')}`, 'MIGRATIONS_WITHOUT_RELEASE migrations/1.0.0'],
    ],
  ];
  test.each(missing)('%s is gone', async (path, findings) => {
    await using root = await frozenRoot();
    await rm(join(root.path, path), { recursive: true });
    expect(await found(root)).toEqual(findings);
  });

  test('a whole migration that was added', async () => {
    await using root = await frozenRoot();
    await root.write({ 'migrations/1.0.0/003_late/up.sql': 'SELECT 1;' });
    expect(await found(root)).toEqual(['MIGRATION_UNEXPECTED migrations/1.0.0/003_late']);
  });
});

describe('the structure that the migrations make', () => {
  const file = 'migrations/1.1.0/structure.json';

  test('is covered where it was there at the freeze', async () => {
    await using root = await createRoot(twoVersions);
    await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
    await root.write({ [file]: '{}' });
    const frozen = await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
    expect(frozen.structure).toBe(sha256('{}'));
    expect(await found(root)).toEqual([]);
    await root.write({ [file]: '{ }' });
    expect(await found(root)).toEqual([`MIGRATION_EDITED ${file}`]);
    await rm(join(root.path, file));
    expect(await found(root)).toEqual([`MIGRATION_MISSING ${file}`]);
  });

  test('may be added to a release that was frozen without', async () => {
    await using root = await frozenRoot();
    await root.write({ [file]: '{}' });
    expect(await found(root)).toEqual([]);
    expect((await readReleases(root.path)).at(-1)?.metadata).not.toHaveProperty('structure');
  });
});

describe('the layout of versions that are kept alive', () => {
  const file = 'migrations/1.1.0/layout.json';
  const layoutOf = (version: string): string => JSON.stringify({ versions: [{ version }] });

  test('is covered by its release, and none comes later', async () => {
    await using root = await createRoot(twoVersions);
    await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
    await root.write({ [file]: layoutOf('1.1.0') });
    const frozen = await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
    expect(frozen.layout).toBe(sha256(layoutOf('1.1.0')));
    expect(await found(root)).toEqual([]);
    await root.write({ [file]: '{}', 'migrations/1.0.0/layout.json': '{}' });
    expect(await found(root)).toEqual([
      'MIGRATION_UNEXPECTED migrations/1.0.0/layout.json',
      `MIGRATION_EDITED ${file}`,
    ]);
    await rm(join(root.path, file));
    expect(await found(root)).toContain(`MIGRATION_MISSING ${file}`);
  });

  test('a release after one that keeps versions alive has one, too', async () => {
    await using root = await createRoot({ ...twoVersions, [file]: layoutOf('1.1.0') });
    await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
    await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
    await root.write({ 'schema/notes.prisma': 'model Note {\n  id Int @id\n  text String\n}\n' });
    const freeze = () =>
      freezeRelease(root.path, '2.0.0', { date: '2026-11-02', changelog: 'Notes.\n' });
    await expect(freeze()).rejects.toMatchObject({
      code: 'RELEASE_LAYOUT_INVALID',
      message: expect.stringContaining('1.1.0 keeps older versions alive'),
    });
    await root.write({
      'migrations/2.0.0/003_views/up.sql': '-- migrator: phase = open\nSELECT 1;\n',
      'migrations/2.0.0/layout.json': layoutOf('2.0.0'),
    });
    expect(await freeze()).toHaveProperty('layout');
  });

  test.each([
    ['of another version', { [file]: layoutOf('1.2.0') }, 'Its newest version is 1.2.0'],
    ['that is none', { [file]: '[' }, 'Its newest version is not said'],
    [
      'that is missing',
      { 'migrations/1.1.0/003_views/up.sql': '-- migrator: phase = open\nSELECT 1;' },
      'It is missing, and 003_views has a phase',
    ],
  ])('one %s is refused', async (_, files, message) => {
    await using root = await createRoot(twoVersions);
    await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
    await root.write(files);
    await expect(freezeRelease(root.path, '1.1.0', { date: '2026-10-12' })).rejects.toMatchObject({
      code: 'RELEASE_LAYOUT_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

describe('the list of checksums', () => {
  const file = 'migrations/checksums';
  const read = (root: ReleaseRoot): Promise<string> => readFile(join(root.path, file), 'utf8');

  test('has a line of sha256sum for each released migration, and none for one in work', async () => {
    await using root = await createRoot({
      ...twoVersions,
      'migrations/1.2.0/003_more/up.sql': 'SELECT 1;\n',
    });
    await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
    const line = (path: keyof typeof twoVersions): string =>
      `${sha256(twoVersions[`migrations/${path}`] ?? '')}  ${path}\n`;
    expect(await read(root)).toBe(line('1.0.0/001_init/up.sql'));
    await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
    expect(await read(root)).toBe(line('1.0.0/001_init/up.sql') + line('1.1.0/002_body/up.sql'));
    expect(await found(root)).toEqual([]);
  });

  test('is made anew, whatever it said before', async () => {
    await using root = await createRoot({ ...twoVersions, [file]: 'nonsense\n' });
    await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
    await root.write({ [file]: 'nonsense\n' });
    await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' });
    expect(await found(root)).toEqual([]);
  });

  const edits: [string, (text: string) => string, string][] = [
    [
      'another checksum',
      (text) => text.replace(/^./, 'x'),
      'No released migration has its line "x',
    ],
    [
      'a migration in work',
      (text) => `${text}${'0'.repeat(64)}  1.2.0/003_more/up.sql\n`,
      '003_more/up.sql"',
    ],
    ['a line less', (text) => text.replace(/.*\n/, ''), 'does not list 1.0.0/001_init/up.sql'],
  ];
  test.each(edits)(
    'with %s is found, with what to do; releases are read still',
    async (_what, edit, message) => {
      await using root = await frozenRoot();
      await root.write({ [file]: edit(await read(root)) });
      expect(await checkReleases(root.path)).toMatchObject([
        {
          id: 'CHECKSUMS_OUTDATED',
          file,
          message: expect.stringContaining(message),
          fix: expect.stringContaining(`\`git checkout -- ${file}\`, or delete it`),
        },
      ]);
      expect(await readReleases(root.path)).toHaveLength(2);
    },
  );

  test('may be missing, have its lines in another order, and end them with CRLF', async () => {
    await using root = await frozenRoot();
    const lines = (await read(root)).trim().split('\n');
    await root.write({ [file]: lines.toReversed().join('\r\n') });
    expect(await found(root)).toEqual([]);
    await rm(join(root.path, file));
    expect(await found(root)).toEqual([]);
  });
});

describe('the metadata vouches for itself and for the release before it:', () => {
  test('an edit of it shows in its digest', async () => {
    await using root = await frozenRoot();
    await editMetadata(root, '1.1.0', (metadata) => ({ ...metadata, date: '2020-01-01' }));
    expect(await found(root)).toEqual([`METADATA_EDITED ${metadataOf('1.1.0')}`]);
  });

  test('an edited migration with metadata made to fit, digest included, shows in the chain', async () => {
    await using root = await frozenRoot();
    const up = 'DROP TABLE "Review";\n';
    await root.write({ 'migrations/1.0.0/001_init/up.sql': up });
    await editMetadata(root, '1.0.0', ({ digest: _, ...metadata }) =>
      seal({
        ...metadata,
        migrations: metadata.migrations.map((migration) => ({ ...migration, up: sha256(up) })),
      }),
    );
    expect(await found(root)).toEqual([`CHAIN_BROKEN ${metadataOf('1.0.0')}`]);
  });

  test('a content hash that is not the schema’s is found', async () => {
    await using root = await frozenRoot();
    await editMetadata(root, '1.1.0', ({ digest: _, ...metadata }) =>
      seal({ ...metadata, hash: 'another' }),
    );
    expect(await found(root)).toEqual(['SCHEMA_HASH_MISMATCH schema/versions/1.1.0/schema.prisma']);
  });

  test('metadata of another version is none', async () => {
    await using root = await frozenRoot();
    await cp(join(root.path, metadataOf('1.0.0')), join(root.path, metadataOf('1.1.0')));
    expect(await found(root)).toEqual([`METADATA_INVALID ${metadataOf('1.1.0')}`]);
  });
});

describe('what is no edit is not found:', () => {
  test('migrations of the version in the making', async () => {
    await using root = await frozenRoot();
    await root.write({ 'migrations/1.2.0/003_next/up.sql': 'SELECT 1;' });
    expect(await found(root)).toEqual([]);
    await root.write({ 'migrations/1.0.1/003_next/up.sql': 'SELECT 1;' });
    expect(await found(root)).toEqual(['MIGRATIONS_WITHOUT_RELEASE migrations/1.0.1']);
  });

  test('an empty repository, and what a desktop leaves behind', async () => {
    await using empty = await createRoot();
    expect(await found(empty)).toEqual([]);
    expect(await readReleases(empty.path)).toEqual([]);
    await using root = await frozenRoot();
    await root.write({ 'schema/versions/1.0.0/.DS_Store': '' });
    expect(await found(root)).toEqual([]);
  });
});

test('a finding says where, what and what to do', async () => {
  await using root = await frozenRoot();
  await root.write({ 'migrations/1.0.0/001_init/up.sql': '-- x' });
  const [finding] = await checkReleases(root.path);
  expect(finding && formatFinding(finding)).toBe(
    'migrations/1.0.0/001_init/up.sql: It was edited after release 1.0.0. Restore it with ' +
      '`git checkout -- migrations/1.0.0/001_init/up.sql`, and make the change in a new version.',
  );
});

describe('this repository', () => {
  test('has releases, and every one is as it was frozen', async () => {
    expect(await checkReleases(repository)).toEqual([]);
    expect((await readReleases(repository)).length).toBeGreaterThan(0);
  });

  test('with one migration edited does not pass', async () => {
    await using root = await createRoot();
    for (const folder of ['schema', 'migrations']) {
      await cp(join(repository, folder), join(root.path, folder), { recursive: true });
    }
    expect(await found(root)).toEqual([]);
    const file = 'migrations/1.0.0/001_init/up.sql';
    const text = await readFile(join(root.path, file), 'utf8');
    await root.write({ [file]: `${text}-- one more line\n` });
    expect(await found(root)).toEqual([`MIGRATION_EDITED ${file}`]);
  });
});
