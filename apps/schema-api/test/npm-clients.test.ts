import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedCatalog, swappedBytes, type TestCatalog } from './published-catalog.ts';
import { run } from './run.ts';
import { type RunningServer, runningServer } from './running-server.ts';
import { sampleRelease } from './sample-releases.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testTokens } from './test-tokens.ts';

let published: TestCatalog;
let server: RunningServer;

beforeAll(async () => {
  published = await publishedCatalog();
  server = await runningServer({ stores: published.stores });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await published[Symbol.asyncDispose]();
});

// The version before the latest, so that a client that ignores what it was told fails.
const version = '1.1.0';
const [client] = sampleRelease(version).artifacts;

async function consumer(path: string): Promise<void> {
  await writeFile(join(path, 'package.json'), '{ "name": "consumer", "private": true }');
}

async function expectInstalled(path: string): Promise<void> {
  const entry = join(path, 'node_modules/@org/db-client/index.js');
  const module: unknown = await import(pathToFileURL(entry).href);
  expect(module).toMatchObject({ self: `@org/db-client@${version}` });
}

test('npm installs a version, its siblings with it, and again from the lockfile', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await consumer(path);
  const registry = `--@org:registry=${server.url}/npm/`;
  const options = [registry, '--cache', join(path, '.cache'), '--no-audit', '--no-fund'];
  await run('npm', ['install', `@org/db-client@${version}`, ...options], { cwd: path });
  await expectInstalled(path);

  const lock = JSON.parse(await readFile(join(path, 'package-lock.json'), 'utf8'));
  expect(Object.keys(lock.packages)).toEqual([
    '',
    'node_modules/@org/db-client',
    'node_modules/@org/db-client-node',
    'node_modules/@org/db-types',
  ]);
  expect(lock.packages['node_modules/@org/db-client']).toMatchObject({
    resolved: `${server.url}/npm/@org/db-client/-/db-client-${version}.tgz`,
    integrity: client?.integrity,
  });
  await run('npm', ['ci', ...options], { cwd: path });
  await expectInstalled(path);
});

test('npm refuses a tarball that is not what was published', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await consumer(path);
  await using swapped = await runningServer({ stores: swappedBytes(published.stores) });
  const registry = `--@org:registry=${swapped.url}/npm/`;
  const options = [registry, '--cache', join(path, '.cache'), '--fetch-retries=0', '--no-audit'];
  const install = ['install', '@org/db-types@2.0.0', ...options];
  await expect(run('npm', install, { cwd: path })).rejects.toThrow(/EINTEGRITY/);
});

test('npm says what the registry says: its versions, and why it takes no package', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const registry = `--@org:registry=${server.url}/npm/`;
  const seen = await run(
    'npm',
    ['view', '@org/db-client', 'dist-tags', 'versions', '--json', registry],
    {
      cwd: path,
    },
  );
  expect(JSON.parse(seen)).toEqual({
    'dist-tags': { latest: '2.0.0' },
    versions: ['1.0.0', '1.1.0', '2.0.0'],
  });

  const scripts = { postinstall: 'true' };
  const manifest = { name: '@org/db-client', version: '3.0.0', scripts };
  await writeFile(join(path, 'package.json'), JSON.stringify(manifest));
  const { admin } = await testTokens(published.stores);
  const auth = `//${new URL(server.url).host}/npm/:_authToken=${admin.text}\n`;
  await writeFile(join(path, '.npmrc'), auth);
  await expect(run('npm', ['publish', registry], { cwd: path })).rejects.toThrow(
    /has the script postinstall/,
  );
});

// Under `pnpm test` this is the pnpm that runs it.
const pnpm = process.env.npm_execpath ?? '';

test.skipIf(!/pnpm[^/]*$/.test(pnpm))(
  'pnpm installs a version, and checks its integrity',
  async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    await consumer(path);
    await writeFile(join(path, '.npmrc'), `@org:registry=${server.url}/npm/\n`);
    const isScript = /\.[cm]?js$/.test(pnpm);
    const [program, first] = isScript ? [process.execPath, [pnpm]] : [pnpm, []];
    const add = ['add', `@org/db-client@${version}`, '--store-dir', join(path, '.store')];
    await run(program, [...first, ...add], { cwd: path, env: { XDG_CACHE_HOME: path } });
    await expectInstalled(path);
    expect(await readFile(join(path, 'pnpm-lock.yaml'), 'utf8')).toContain(client?.integrity);
  },
);
