import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { publishedCatalog } from './published-catalog.ts';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

function start(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...env } });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

/** The URL that the log names when the server listens. */
async function listening(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.');
  for await (const line of createInterface(child.stdout)) {
    const url = /Server listening at (http:[^"]+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error('The process ended without listening.');
}

/** The last thing that a first start does is to show the first token. */
async function shown(child: ChildProcess): Promise<void> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  await expect.poll(() => stderr).toContain('first admin token');
}

test.each(['SIGTERM', 'SIGINT'] as const)('serves until %s, then ends with 0', async (signal) => {
  await using database = await createTestDatabase();
  const child = start({ DATABASE_URL: database.connectionString, PORT: '0' });
  const end = ended(child);
  const first = shown(child);
  const url = await listening(child);
  await first;
  expect(await (await fetch(`${url}/versions`)).json()).toEqual({ latest: null, versions: [] });
  expect(await (await fetch(`${url}/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
  child.kill(signal);
  const { code, stderr } = await end;
  expect(code).toBe(0);
  expect(stderr).toMatch(/^The first admin token: sst_\w+\n {2}It is not shown again, .+\n$/);
});

test('the first token is shown once, by one of the processes, and not in the log', async () => {
  await using database = await createTestDatabase();
  const env = { DATABASE_URL: database.connectionString, PORT: '0', LOG_LEVEL: 'trace' };
  const children = [start(env), start(env)];
  const ends = children.map(ended);
  const first = Promise.any(children.map(shown));
  const logs = children.map((child) => {
    const lines: string[] = [];
    child.stdout?.on('data', (chunk) => lines.push(String(chunk)));
    return lines;
  });
  await Promise.all(logs.map((lines) => expect.poll(() => lines.join('')).toContain('listening')));
  await first;
  for (const child of children) child.kill('SIGTERM');
  const both = (await Promise.all(ends)).map(({ stderr }) => stderr).join('');
  const [token = '', ...others] = both.match(/sst_\w+/g) ?? [];
  expect(others).toEqual([]);
  expect(logs.flat().join('')).not.toContain(token.slice(37));

  const again = start(env);
  const end = ended(again);
  const url = await listening(again);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/tokens/current`, { headers });
  const current = (await answer.json()) as { createdAt: string; expiresAt: string };
  expect(current).toMatchObject({ name: 'first admin', scopes: ['admin'] });
  // Where stderr is kept, a token that was written there does not live long.
  expect(Date.parse(current.expiresAt) - Date.parse(current.createdAt)).toBeCloseTo(86_400_000, -3);
  again.kill('SIGTERM');
  expect((await end).stderr).toBe('');
});

test('the admin token that the process is given is taken, and nothing is shown', async () => {
  await using database = await createTestDatabase();
  const token = 'a-secret-of-a-container-0123456789abcdef';
  const env = { DATABASE_URL: database.connectionString, PORT: '0', ADMIN_TOKEN: token };
  const child = start({ ...env, READ_ACCESS: 'token' });
  const end = ended(child);
  const url = await listening(child);
  const status = async (init?: RequestInit) => (await fetch(`${url}/versions`, init)).status;
  expect(await status()).toBe(401);
  const headers = { authorization: `Bearer ${token}` };
  // Nobody has to wait for it.
  expect(await status({ headers })).toBe(200);
  child.kill('SIGTERM');
  expect(await end).toEqual({ code: 0, stderr: '' });
});

test('what is built reads and compares schemas', async () => {
  await using published = await publishedCatalog({ versions: ['1.0.0', '1.1.0'] });
  const child = start({ DATABASE_URL: published.connectionString, PORT: '0' });
  const end = ended(child);
  const url = await listening(child);
  const diff = await (await fetch(`${url}/diff/1.0.0/latest`)).json();
  // The hash of the sample releases is not that of their schema: Prisma's engine was asked.
  expect(diff).toMatchObject({ to: '1.1.0', changes: [{ id: 'DOCUMENTATION_CHANGED' }] });
  child.kill('SIGTERM');
  expect(await end).toMatchObject({ code: 0 });
});

test('a port in use is one clear message, and ends with 1', async () => {
  await using database = await createTestDatabase();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // A TCP server's address is no string.
  const { code, stderr } = await ended(
    start({ DATABASE_URL: database.connectionString, PORT: String(port) }),
  );
  other.close();
  expect(code).toBe(1);
  expect(stderr).toBe(
    `error PORT_IN_USE: Port ${port} is in use.\n` +
      '  why: Another process listens on it.\n' +
      `  fix: Choose another: PORT=${port + 1}.\n`,
  );
});

test('a database that cannot be reached is one clear message, and ends with 1', async () => {
  const url = 'postgresql://me:hidden@127.0.0.1:1/none';
  const { code, stderr } = await ended(start({ DATABASE_URL: url, PORT: '0' }));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error DATABASE_UNREACHABLE: .+\n {2}why: .+\n {2}fix: .+\n$/);
  expect(stderr).not.toContain('hidden');
});

test('check-config says what counts and ends; a word that is no command ends with 2', async () => {
  const run = (word: string, env: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, word], {
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const databaseUrl = 'postgresql://me:hidden@127.0.0.1:1/none';
  const right = run('check-config', { DATABASE_URL: databaseUrl });
  expect(right).toMatchObject({ status: 0, stderr: '' });
  expect(right.stdout).toMatch(/^DATABASE_URL +set\n[\s\S]*^PORT +4000 \(default\)\n/m);
  expect(run('check-config', { PORT: 'x' })).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/2 variables are wrong\.\n +DATABASE_URL .+\n +PORT .+\n/),
  });
  expect(run('--help', {}).stdout).toContain('DATABASE_URL');
  expect(run('check', {})).toMatchObject({ status: 2, stdout: '' });
});
