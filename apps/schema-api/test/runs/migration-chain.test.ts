import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMigrationSource } from '@schema-service/migrator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedCatalog, type TestCatalog } from '../published-catalog.ts';
import { type RunningServer, runningServer } from '../running-server.ts';
import { migratingReleases } from './migrating-releases.ts';

const longName = `004_${'with_a_very_long_name_'.repeat(6)}end`;

let published: TestCatalog;
let server: RunningServer;

beforeAll(async () => {
  published = await publishedCatalog({ versions: [] });
  const releases = migratingReleases([
    { version: '1.0.0', migrations: { '001_a': { up: 'CREATE TABLE a ();' } } },
    {
      version: '1.1.0',
      migrations: { '002_b': { up: 'CREATE TABLE b (); -- \u00fc', down: 'DROP TABLE b;' } },
    },
    {
      version: '2.0.0',
      migrations: {
        '003_c': { up: 'CREATE TABLE c ();', down: 'DROP TABLE c;' },
        [longName]: { up: 'CREATE TABLE d ();', down: 'DROP TABLE d;' },
      },
    },
    {
      version: '3.0.0',
      migrations: { '006_f': { up: 'CREATE TABLE f ();' } },
      repeatables: { list: 'CREATE OR REPLACE VIEW list AS SELECT 1;' },
      squashes: true,
    },
    {
      version: '1.1.1',
      previous: '1.1.0',
      migrations: { '005_e': { up: 'CREATE TABLE e ();', down: 'DROP TABLE e;' } },
    },
  ]);
  for (const release of releases) await published.catalog.publish(release);
  server = await runningServer({ stores: published.stores });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await published[Symbol.asyncDispose]();
});

interface Chain {
  readonly direction: string;
  readonly migrations: readonly { readonly id: string }[];
}

async function chain(path: string): Promise<readonly [string, ...string[]] | number | string> {
  const response = await fetch(`${server.url}/migrations/${path}`);
  if (!response.ok)
    return `${response.status} ${((await response.json()) as { code: string }).code}`;
  const { direction, migrations } = (await response.json()) as Chain;
  return [direction, ...migrations.map(({ id }) => id.slice(0, 5))];
}

test.each([
  ['2.0.0?from=none', ['up', '001_a', '002_b', '003_c', '004_w']],
  ['2.0.0?from=1.0.0', ['up', '002_b', '003_c', '004_w']],
  ['2.0.0?from=2.0.0', ['up']],
  ['1.1.0?from=2.0.0', ['down', '004_w', '003_c']],
  ['1.1.1?from=1.0.0', ['up', '002_b', '005_e']],
  ['1.1.0?from=1.1.1', ['down', '005_e']],
  ['3.0.0?from=2.0.0', ['up', '006_f']],
  ['2.0.0?from=3.0.0', '409 MIGRATION_IRREVERSIBLE'],
  ['2.0.0?from=1.1.1', '409 MIGRATION_WAY_UNKNOWN'],
  ['1.1.1?from=2.0.0', '409 MIGRATION_WAY_UNKNOWN'],
  ['1.0.0?from=1.1.0', ['down', '002_b']],
  ['2.0.0?from=9.0.0', '404 VERSION_NOT_FOUND'],
  ['2.0.0?from=%2e%2e', '400 REQUEST_INVALID'],
])('%s is %j', async (path, expected) => {
  expect(await chain(path)).toEqual(expected);
});

test('the archive has its digest, and tar and the migrator read it', async () => {
  const answer = await fetch(`${server.url}/migrations/3.0.0?from=none`, {
    headers: { accept: 'application/gzip' },
  });
  expect(answer.headers.get('content-type')).toBe('application/gzip');
  const bytes = Buffer.from(await answer.arrayBuffer());
  const digest = createHash('sha256').update(bytes).digest();
  expect(answer.headers.get('repr-digest')).toBe(`sha-256=:${digest.toString('base64')}:`);
  const again = await fetch(`${server.url}/migrations/3.0.0?from=none&format=archive`);
  expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);

  const folder = mkdtempSync(join(tmpdir(), 'chain-'));
  try {
    writeFileSync(join(folder, 'all.tar.gz'), bytes);
    execFileSync('tar', ['xzf', 'all.tar.gz'], { cwd: folder });
    const unpacked = await openMigrationSource(folder);
    const downloaded = await openMigrationSource(server.url);
    expect(downloaded.migrations).toEqual(unpacked.migrations);
    expect(downloaded.repeatables).toEqual(unpacked.repeatables);
    expect(downloaded.repeatables.get('3.0.0')).toMatchObject([{ name: 'list' }]);
    const own = await (await fetch(`${server.url}/migrations/3.0.0`)).json();
    expect(own).toMatchObject({ repeatables: [{ name: 'list' }], squash: {} });
    const squashed = downloaded.migrations.filter(({ squash }) => squash);
    expect(squashed.map(({ id, squash }) => [id, squash?.version])).toEqual([[longName, '2.0.0']]);
    expect(downloaded.migrations.map(({ id }) => id)).toEqual([
      '001_a',
      '002_b',
      '003_c',
      longName,
      '006_f',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('one question for the versions, and one for all that they bring', async () => {
  const asked: string[] = [];
  const { fetch: real } = globalThis;
  globalThis.fetch = (input, init) => {
    asked.push(new URL(String(input)).pathname);
    return real(input, init);
  };
  try {
    await openMigrationSource(server.url, { to: '1.1.1' });
  } finally {
    globalThis.fetch = real;
  }
  expect(asked).toEqual(['/versions', '/migrations/1.1.1']);
});
