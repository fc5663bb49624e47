import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { run } from './run.ts';
import { type RunningServer, runningServer } from './running-server.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { type TestTokens, testTokens } from './test-tokens.ts';

let published: TestCatalog;
let server: RunningServer;
let tokens: TestTokens;
let registry: string;

beforeAll(async () => {
  published = await publishedCatalog();
  tokens = await testTokens(published.stores);
  server = await runningServer({ stores: published.stores, access: { readAccess: 'token' } });
  registry = `${server.url}/npm/`;
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await published[Symbol.asyncDispose]();
});

/** Runs npm and types an answer at each of its questions. */
async function npmAsks(
  cwd: string,
  args: readonly string[],
  answers: readonly [question: string, answer: string][],
): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: cwd };
  const npm = spawn('npm', args, { cwd, env });
  const left = [...answers];
  let output = '';
  const hear = (chunk: unknown): void => {
    output += String(chunk);
    const [next] = left;
    if (next === undefined || !output.includes(next[0])) return;
    left.shift();
    npm.stdin.write(`${next[1]}\n`);
  };
  npm.stdout.on('data', hear);
  npm.stderr.on('data', hear);
  const [code] = await once(npm, 'close');
  return `${code}\n${output}`;
}

test('npm logs in with a token as the password, knows who it is, reads, and logs out', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await writeFile(join(path, 'package.json'), '{ "name": "consumer", "private": true }');
  const publisher = await tokens.make('publisher', 'publish', 'migrate:a');
  const login = await npmAsks(
    path,
    ['login', '--registry', registry],
    [
      ['Username:', 'ada'],
      ['Password:', publisher.text],
    ],
  );
  expect(login).toMatch(/^0\n[\s\S]*Logged in on/);
  const kept = /_authToken=(\S+)/.exec(await readFile(join(path, '.npmrc'), 'utf8'))?.[1] ?? '';
  expect(kept).toMatch(/^sst_/);
  expect(kept).not.toBe(publisher.text);
  const npm = (...args: string[]) => run('npm', [...args, '--registry', registry], { cwd: path });
  expect(await npm('whoami')).toBe('npm login of ada\n');
  expect(await npm('profile', 'get', 'name')).toContain('npm login of ada');
  const listed = JSON.parse(await npm('token', 'list', '--json'));
  expect(listed).toMatchObject([{ name: 'npm login of ada', readonly: false }]);
  const [{ key }] = listed;
  expect((await published.stores.tokens.find(key))?.scopes).toEqual(['publish', 'read']);
  const install = ['install', '@org/db-types@2.0.0', '--no-audit', '--no-fund'];
  await run('npm', [...install, `--@org:registry=${registry}`], { cwd: path });
  await npm('logout');
  expect(existsSync(join(path, '.npmrc'))).toBe(false);
  expect((await published.stores.tokens.find(key))?.revokedAt).not.toBeNull();
  expect((await published.stores.tokens.find(publisher.id))?.revokedAt).toBeNull();
});

test('npm says that a password is none, and that a token has ended', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const login = await npmAsks(
    path,
    ['login', '--registry', registry],
    [
      ['Username:', 'ada'],
      ['Password:', 'secret-of-ada'],
    ],
  );
  expect(login).toMatch(/^1\n[\s\S]*E401/);
  const reader = await tokens.make('reader', 'read');
  const auth = (text: string) => `//${new URL(registry).host}/npm/:_authToken=${text}\n`;
  await writeFile(join(path, '.npmrc'), auth(reader.text));
  const whoami = () => run('npm', ['whoami', '--registry', registry], { cwd: path });
  expect(await whoami()).toBe('reader\n');
  await run('npm', ['token', 'revoke', reader.id.slice(0, 8), '--registry', registry], {
    cwd: path,
  });
  await expect(whoami()).rejects.toThrow(/E401[\s\S]*token seems to be invalid/);
});

test('npm takes a token as legacy basic too', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const reader = await tokens.make('basic reader', 'read');
  const auth = Buffer.from(`anybody:${reader.text}`).toString('base64');
  await writeFile(join(path, '.npmrc'), `//${new URL(registry).host}/npm/:_auth=${auth}\n`);
  const view = ['view', '@org/db-client', 'version', `--@org:registry=${registry}`];
  expect(await run('npm', view, { cwd: path })).toContain('2.0.0');
});

// Under `pnpm test` this is the pnpm that runs it.
const pnpm = process.env.npm_execpath ?? '';

test.skipIf(!/pnpm[^/]*$/.test(pnpm))('pnpm reads with a token, and not without', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const reader = await tokens.make('pnpm reader', 'read');
  await writeFile(join(path, 'package.json'), '{ "name": "consumer", "private": true }');
  const scope = `@org:registry=${registry}\n`;
  await writeFile(join(path, '.npmrc'), scope);
  const isScript = /\.[cm]?js$/.test(pnpm);
  const [program, first] = isScript ? [process.execPath, [pnpm]] : [pnpm, []];
  const add = ['add', '@org/db-types@2.0.0', '--store-dir', join(path, '.store')];
  const install = () =>
    run(program, [...first, ...add], { cwd: path, env: { XDG_CACHE_HOME: path } });
  await expect(install()).rejects.toThrow(/401/);
  const auth = `//${new URL(registry).host}/npm/:_authToken=${reader.text}\n`;
  await writeFile(join(path, '.npmrc'), scope + auth);
  await install();
});

const python = process.env.TEST_PYTHON ?? '';

describe.skipIf(!python)('Python tools', () => {
  const download = ['download', '--no-cache-dir', '--no-deps', '--dest', 'wheels'];
  const withUser = (user: string) => `${registry.replace('//', `//${user}@`).replace('/npm/', '')}`;

  test('pip and uv read with a token as __token__, and not without', async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    const reader = await tokens.make('python reader', 'read');
    const index = `${withUser(`__token__:${reader.text}`)}/pypi/simple/`;
    const pip = (url: string) =>
      run(
        python,
        ['-m', 'pip', ...download, '--no-input', '--index-url', url, 'org-db-client==2.0.0'],
        { cwd: path, env: { PIP_CONFIG_FILE: devNull } },
      );
    await pip(index);
    await expect(pip(`${server.url}/pypi/simple/`)).rejects.toThrow(/401|No matching/);
    const uv = (url: string, target: string) => {
      const options = ['--target', target, '--python', python, '--no-cache', '--no-deps'];
      const install = ['-m', 'uv', 'pip', 'install', ...options, '--index-url', url];
      return run(python, [...install, 'org-db-client==2.0.0'], { cwd: path });
    };
    await uv(index, 'lib');
    await expect(uv(`${server.url}/pypi/simple/`, 'other')).rejects.toThrow(/401/);
  });
});
