import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@schema-service/local-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');
/** A clone as it is before anything is installed. */
let clone: string;
let taken: Server;
let takenPort: number;

beforeAll(async () => {
  clone = mkdtempSync(join(tmpdir(), 'bootstrap-start-'));
  cpSync(join(root, 'package.json'), join(clone, 'package.json'));
  cpSync(join(root, 'tooling', 'bootstrap'), join(clone, 'tooling', 'bootstrap'), {
    recursive: true,
    filter: (path) => !path.endsWith('node_modules'),
  });
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  takenPort = (taken.address() as AddressInfo).port;
});

afterAll(() => {
  taken.close();
  rmSync(clone, { recursive: true, force: true });
});

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the first program of `npm start` there, without anything on PATH that could install. */
async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Answer> {
  const program = join(clone, 'tooling', 'bootstrap', 'start.mjs');
  try {
    const said = await execute(process.execPath, [program, ...args], { env: { PATH: '', ...env } });
    return { code: 0, ...said };
  } catch (error) {
    return error as Answer;
  }
}

test('--help answers before anything is installed', async () => {
  const { code, stdout } = await start(['--help']);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^npm start .*--fresh/s),
  });
});

test.each<{ what: string; args?: string[]; env?: () => Record<string, string>; says: RegExp }>([
  { what: 'a typo', args: ['--frsh'], says: /^error START_OPTION_UNKNOWN: .*--frsh.*--help/s },
  {
    what: 'no port',
    env: () => ({ PORT: 'http' }),
    says: /^error START_PORT_INVALID: PORT is "http"/,
  },
  {
    what: 'a port in use',
    env: () => ({ PORT: String(takenPort) }),
    says: /^error START_PORT_IN_USE: Port \d+, for the Schema API.*PORT=\d+ npm start/s,
  },
  {
    what: 'the next port in use',
    env: () => ({ PORT: String(takenPort - 1) }),
    says: /^error START_PORT_IN_USE: Port \d+/,
  },
  {
    what: '--fresh with a database',
    args: ['--fresh'],
    env: () => ({ DATABASE_URL: 'postgresql://localhost/mine' }),
    says: /^error START_FRESH_WITH_DATABASE_URL: /,
  },
  {
    what: 'the URL of something else',
    env: () => ({ DATABASE_URL: 'mysql://localhost/mine' }),
    says: /^error START_DATABASE_URL_INVALID: /,
  },
])('$what is said before anything is installed', async ({ args = [], env, says }) => {
  const { code, stderr } = await start(args, {
    PORT: String(await freePort()),
    ...env?.(),
  });
  expect(stderr).toMatch(says);
  expect(code).toBe(1);
  expect(existsSync(join(clone, '.data'))).toBe(false);
});

test('a database that does not answer is named, without its password', async () => {
  const nobody = await freePort();
  const { code, stderr } = await start([], {
    PORT: String(await freePort()),
    DATABASE_URL: `postgresql://me:secret@127.0.0.1:${nobody}/mine`,
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`^error START_DATABASE_UNREACHABLE: .*127\\.0\\.0\\.1:${nobody}`),
  );
  expect(stderr).not.toContain('secret');
});

test('a run of the same clone is named as such, and not as a port in use', async () => {
  const running: ChildProcess = spawn(process.execPath, [
    '-e',
    'setInterval(() => {}, 1000)',
    join('tooling', 'start'),
  ]);
  const data = join(clone, 'data');
  mkdirSync(data);
  const url = `http://127.0.0.1:${takenPort}`;
  writeFileSync(join(data, 'running.json'), JSON.stringify({ pid: running.pid, url }));
  try {
    const { stderr } = await start([], { PORT: String(takenPort), DATA_DIRECTORY: data });
    expect(stderr).toContain(
      `error START_ALREADY_RUNNING: It already runs here, at ${url} (process`,
    );
  } finally {
    running.kill();
  }
  await once(running, 'exit');
  const { stderr } = await start([], { PORT: String(takenPort), DATA_DIRECTORY: data });
  expect(stderr).toContain('START_PORT_IN_USE');
});
