import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, type Started, start } from './started.ts';

const execute = promisify(execFile);
const minute = 60_000;
let folder: string;
let port: number;
let app: Started;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'schema-service-change-'));
  port = await freePort(3);
  app = await start(join(folder, 'data'), port);
}, 5 * minute);

afterAll(async () => {
  await app?.interrupt();
  rmSync(folder, { recursive: true, force: true });
}, minute);

/** What the web service says that it runs on; undefined while it is started again. */
async function webVersion(): Promise<string | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port + 1}/healthz`);
    return ((await answer.json()) as { schemaVersion: string }).schemaVersion;
  } catch {
    return undefined;
  }
}

async function latestVersion(): Promise<string> {
  const answer = await fetch(`${app.url}/versions/latest`);
  return ((await answer.json()) as { version: string }).version;
}

async function reviewColumns(): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_name = 'reviews'`,
    );
    return rows.map((row) => row.column_name);
  } finally {
    await client.end();
  }
}

/** The line of a text that matches, without what is around it. */
function printed(text: string, pattern: RegExp): string {
  const line = pattern.exec(text)?.[1];
  if (line === undefined) throw new Error(`${pattern} is not in:\n${text}`);
  return line;
}

/** Runs what was printed, as it was printed. */
const shell = async (command: string): Promise<string> =>
  (await execute('sh', ['-c', command], { cwd: folder, env: { ...process.env, DATABASE_URL: '' } }))
    .stdout;

test(
  'the change that npm start proposes is released into it, and the web service moves when it is moved',
  async () => {
    const cloneBefore = await gitStatus();
    const ready = app.output();
    const repository = printed(ready, /^ {2}cd (\S+db-schema)$/m);
    const file = join(repository, printed(ready, /# in (\S+), add a line to model Review:/));
    const line = printed(ready, /^ {2}# {3}(\w.*)$/m);
    const schema = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      schema.replace(/^model Review \{\n/m, (model) => `${model}  ${line}\n`),
    );

    await shell(`cd ${repository} && ${printed(ready, /^ {2}(npm run change)/m)}`);
    await shell(`cd ${repository} && npm run check`);
    expect(await latestVersion()).toBe('3.0.0');
    const released = await shell(
      `cd ${repository} && ${printed(ready, /^ {2}(npm run release)/m)}`,
    );

    expect(await latestVersion()).toBe('3.1.0');
    expect(await reviewColumns()).toContain('helpful_votes');
    expect(await webVersion()).toBe('2.0.0');

    const web = printed(released, /^ {2}cd (\S+web)$/m);
    await shell(`cd ${web} && ${printed(released, /^ {2}(npx .*)$/m)}`);
    await expect.poll(webVersion).toBe('3.1.0');
    await expect.poll(app.output).toContain('web was started again, on @org/db-client 3.1.0');
    expect(await gitStatus()).toBe(cloneBefore);
  },
  5 * minute,
);

test(
  'started again, it serves what was released, and the web service stays where it was moved to',
  async () => {
    expect(await app.interrupt()).toBe(0);
    app = await start(join(folder, 'data'), port);
    expect(await latestVersion()).toBe('3.1.0');
    expect(await webVersion()).toBe('3.1.0');
  },
  2 * minute,
);

test(
  'without a run there is nothing to release into, which is said',
  async () => {
    await app.interrupt();
    const repository = join(folder, 'data', 'try', 'db-schema');
    await expect(shell(`cd ${repository} && npm run release`)).rejects.toMatchObject({
      stderr: expect.stringContaining('error START_NOT_RUNNING: '),
    });
  },
  minute,
);

/** What differs from the last commit in all that a change of the schema is made in. */
async function gitStatus(): Promise<string> {
  const paths = ['schema', 'migrations', '.changeset', 'packages/db-client', 'package.json'];
  return (await execute('git', ['status', '--porcelain', '--', ...paths], { cwd: root })).stdout;
}
