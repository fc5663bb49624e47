import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRoot, type ReleaseRoot, schemaWith, twoVersions } from '../test/release-root.ts';
import {
  checkReleases,
  createVersion,
  freezeRelease,
  migratedVersion,
  readReleases,
  releaseLine,
  withdrawRelease,
} from './index.ts';

const date = '2026-11-20';

/** 1.0.0 and 1.1.0, and from there 2.0.0 on one branch and 1.1.1 on another. */
async function twoLines(): Promise<{ readonly main: ReleaseRoot; readonly old: ReleaseRoot }> {
  const old = await createRoot(twoVersions);
  await freezeRelease(old.path, '1.0.0', { date });
  await freezeRelease(old.path, '1.1.0', { date });
  const main = await createRoot();
  await cp(old.path, main.path, { recursive: true });
  await main.write({
    'schema/schema.prisma': schemaWith('text String?'),
    'migrations/2.0.0/003_text/up.sql': 'ALTER TABLE "Review" RENAME body TO text;\n',
  });
  await createVersion(main.path, { date, version: '2.0.0', changelog: 'Two.\n' });
  await old.write({
    'schema/schema.prisma': schemaWith('/// What they say.', 'body String?'),
    'migrations/1.1.1/003_hotfix/up.sql': 'UPDATE "Review" SET body = trim(body);\n',
  });
  await createVersion(old.path, { date, version: '1.1.1', changelog: 'A hotfix.\n' });
  return { main, old };
}

async function merge({ main, old }: Awaited<ReturnType<typeof twoLines>>): Promise<void> {
  for (const folder of ['schema/versions/1.1.1', 'migrations/1.1.1']) {
    await cp(join(old.path, folder), join(main.path, folder), { recursive: true });
  }
  // As git's union of both files has them.
  for (const file of ['migrations/checksums', 'migrations/clients.jsonl']) {
    const [one, other] = await Promise.all(
      [main, old].map(({ path }) => readFile(join(path, file), 'utf8')),
    );
    await main.write({ [file]: `${one}${other}` });
  }
}

test('a patch of an old line is whole on its branch, and after the merge', async () => {
  const lines = await twoLines();
  await using main = lines.main;
  await using old = lines.old;
  expect(await checkReleases(old.path)).toEqual([]);
  await merge(lines);
  expect(await checkReleases(main.path)).toEqual([]);
  const releases = await readReleases(main.path);
  expect(releases.map(({ version, metadata }) => [version, metadata.previous])).toEqual([
    ['1.0.0', null],
    ['1.1.0', '1.0.0'],
    ['1.1.1', '1.1.0'],
    ['2.0.0', '1.1.0'],
  ]);
  expect(releaseLine(releases, '2.0.0').map(({ version }) => version)).toEqual([
    '1.0.0',
    '1.1.0',
    '2.0.0',
  ]);
  expect(releaseLine(releases, '1.1.1').map(({ version }) => version)).toEqual([
    '1.0.0',
    '1.1.0',
    '1.1.1',
  ]);

  await main.write({
    'schema/schema.prisma': schemaWith('text String?', 'title String?'),
    'migrations/2.1.0/004_title/up.sql': 'ALTER TABLE "Review" ADD title text;\n',
  });
  const next = await createVersion(main.path, { date, version: '2.1.0', changelog: 'More.\n' });
  expect(next).toMatchObject({
    metadata: { previous: '2.0.0', bump: 'minor', changes: [{ path: 'Review.title' }] },
  });
  expect(await checkReleases(main.path)).toEqual([]);
  expect(await readFile(join(main.path, 'migrations/2.1.0/previous.json'), 'utf8')).toBe(
    '{"previous":"2.0.0"}\n',
  );
});

test('what says where a line leaves another is held to the releases', async () => {
  const lines = await twoLines();
  await using main = lines.main;
  await using _old = lines.old;
  await merge(lines);
  const file = 'migrations/2.0.0/previous.json';
  const found = { id: 'PREVIOUS_MISSTATED', file, fix: 'Write into it: {"previous":"1.1.0"}' };
  await rm(join(main.path, file));
  expect(await checkReleases(main.path)).toMatchObject([found]);
  await main.write({ [file]: '{"previous":"1.1.1"}' });
  expect(await checkReleases(main.path)).toMatchObject([found]);
  // On one line the next lower version is meant where nothing is said.
  await rm(join(main.path, 'migrations/1.1.0/previous.json'));
  await main.write({ [file]: '{"previous":"1.1.0"}' });
  expect(await checkReleases(main.path)).toEqual([]);
});

test('a release that others were built on is missed, on either line', async () => {
  const lines = await twoLines();
  await using main = lines.main;
  await using _old = lines.old;
  await merge(lines);
  await rm(join(main.path, 'schema/versions/1.1.0'), { recursive: true });
  const broken = (await checkReleases(main.path)).filter(({ id }) => id === 'CHAIN_BROKEN');
  expect(broken.map(({ version }) => version)).toEqual(['1.1.1', '2.0.0']);
});

test('prereleases are built on each other, and the release on the last of them', async () => {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date });
  await freezeRelease(root.path, '1.1.0', { date });
  await root.write({
    'schema/schema.prisma': schemaWith('body String?', 'title String?'),
    'migrations/1.2.0/003_title/up.sql': 'ALTER TABLE "Review" ADD title text;\n',
  });
  await createVersion(root.path, { date, version: '1.2.0-rc.0', changelog: 'Try it.\n' });
  await root.write({
    'schema/schema.prisma': schemaWith('body String?', 'title String?', 'mood String?'),
    'migrations/1.2.0/004_mood/up.sql': 'ALTER TABLE "Review" ADD mood text;\n',
  });
  await createVersion(root.path, { date, version: '1.2.0-rc.1', changelog: 'Again.\n' });
  await createVersion(root.path, { date, version: '1.2.0', changelog: 'Done.\n' });
  expect(await checkReleases(root.path)).toEqual([]);
  expect(
    (await readReleases(root.path)).slice(2).map(({ version, metadata, migrations }) => ({
      version,
      previous: metadata.previous,
      bump: metadata.bump,
      migrations: migrations.map(({ id }) => id),
    })),
  ).toEqual([
    { version: '1.2.0-rc.0', previous: '1.1.0', bump: 'minor', migrations: ['003_title'] },
    { version: '1.2.0-rc.1', previous: '1.2.0-rc.0', bump: 'minor', migrations: ['004_mood'] },
    { version: '1.2.0', previous: '1.2.0-rc.1', bump: 'minor', migrations: [] },
  ]);
});

test('a withdrawn release stays frozen and in the chain', async () => {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date });
  await freezeRelease(root.path, '1.1.0', { date });
  const withdrawal = { date: '2026-12-01', reason: 'It loses bodies. Take 1.1.1.' };
  expect(await withdrawRelease(root.path, '1.1.0', withdrawal)).toBe(
    'schema/versions/1.1.0/withdrawn.json',
  );
  expect(await checkReleases(root.path)).toEqual([]);
  const [first, second] = await readReleases(root.path);
  expect(first).not.toHaveProperty('withdrawn');
  expect(second?.withdrawn).toEqual(withdrawal);
  await expect(withdrawRelease(root.path, '9.0.0', withdrawal)).rejects.toMatchObject({
    code: 'RELEASE_NOT_FROZEN',
  });
  await root.write({ 'schema/versions/1.1.0/withdrawn.json': '{"date":"soon"}' });
  expect(await checkReleases(root.path)).toMatchObject([
    { id: 'WITHDRAWAL_INVALID', file: 'schema/versions/1.1.0/withdrawn.json' },
  ]);
});

test('a version without migrations is moved to by those before it', async () => {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date });
  await freezeRelease(root.path, '1.1.0', { date });
  await root.write({ 'schema/schema.prisma': schemaWith('/// What they say.', 'body String?') });
  await createVersion(root.path, { date, version: '1.1.1', changelog: 'Words.\n' });
  const releases = await readReleases(root.path);
  expect(migratedVersion(releases, '1.1.1')).toBe('1.1.0');
  expect(migratedVersion(releases, '1.0.0')).toBe('1.0.0');
});
