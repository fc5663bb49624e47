import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { seal } from '@schema-service/publication';
import { expect, test } from 'vitest';
import { createRoot, schemaWith, twoVersions } from '../test/release-root.ts';
import { clientsText, verdictsOf } from './client-verdicts.ts';
import { checkReleases, freezeRelease, readReleases } from './index.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const file = 'migrations/clients.jsonl';
const third = {
  'schema/versions/2.0.0/schema.prisma': schemaWith('/// @renamed from: body', 'content String?'),
  'schema/versions/2.0.0/changelog.md': 'The body is the content.\n',
  'migrations/2.0.0/003_content/up.sql': 'ALTER TABLE "Review" RENAME body TO content;\n',
};
const pair = (client: string, database: string, answer: string, ...missing: string[]) => ({
  ...{ client, database, answer, missing },
});
const FIRST_PAIRS = [
  pair('1.0.0', '1.1.0', 'ok'),
  pair('1.1.0', '1.0.0', 'refuse', 'Review.body: it was added'),
];

test('a release records how clients fare, its own and the older ones, and the list has all of them', async () => {
  await using root = await createRoot({ ...twoVersions, ...third });
  expect((await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' })).clients).toBeUndefined();
  expect((await freezeRelease(root.path, '1.1.0', { date: '2026-10-12' })).clients).toEqual(
    FIRST_PAIRS,
  );
  const { clients } = await freezeRelease(root.path, '2.0.0', { date: '2026-11-01' });
  const renamed = 'Review.content: it was renamed from body';
  expect(clients).toEqual([
    pair('1.0.0', '2.0.0', 'ok'),
    pair('2.0.0', '1.0.0', 'refuse', 'Review.content: it was added'),
    pair('1.1.0', '2.0.0', 'refuse', renamed),
    pair('2.0.0', '1.1.0', 'refuse', renamed),
  ]);
  const text = await readFile(join(root.path, file), 'utf8');
  expect(text.split('\n').map((line) => line && JSON.parse(line))).toEqual([
    FIRST_PAIRS[1],
    clients?.[1],
    FIRST_PAIRS[0],
    clients?.[3],
    clients?.[0],
    clients?.[2],
    '',
  ]);

  // The list is held to the releases; without it all is well.
  expect(await checkReleases(root.path)).toEqual([]);
  await root.write({ [file]: text.split('\n').toReversed().join('\r\n') });
  expect(await checkReleases(root.path)).toEqual([]);
  for (const edited of [text.replace('refuse', 'ok'), text.replace(/.*\n/, '')]) {
    await root.write({ [file]: edited });
    expect(await checkReleases(root.path)).toMatchObject([{ id: 'CLIENTS_OUTDATED', file }]);
  }
  await rm(join(root.path, file));
  expect(await checkReleases(root.path)).toEqual([]);
});

test('what releases of earlier tools did not record, the next one does', async () => {
  await using root = await createRoot(twoVersions);
  await freezeRelease(root.path, '1.0.0', { date: '2026-09-14' });
  const {
    clients: _,
    digest,
    ...metadata
  } = await freezeRelease(root.path, '1.1.0', {
    date: '2026-10-12',
  });
  expect(digest).not.toBe(seal(metadata).digest);
  await root.write({
    'schema/versions/1.1.0/metadata.json': JSON.stringify(seal(metadata)),
    [file]: 'whatever an earlier tool left\n',
  });
  expect(await checkReleases(root.path)).toEqual([]);
  await root.write(third);
  const { clients = [] } = await freezeRelease(root.path, '2.0.0', { date: '2026-11-01' });
  expect(clients.slice(0, 2)).toEqual(FIRST_PAIRS);
  expect(clients).toHaveLength(6);
  expect(await readFile(join(root.path, file), 'utf8')).toBe(clientsText(clients));
});

test("this repository's list is what its releases say", async () => {
  const text = clientsText(verdictsOf(await readReleases(repository)));
  expect(text).not.toBe('');
  await expect(text).toMatchFileSnapshot(join(repository, file));
});
