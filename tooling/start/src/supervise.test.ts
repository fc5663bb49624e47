import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@schema-service/local-postgres';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { superviseService } from './supervise.ts';

let folder: string;
let pids: number[];
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervise-'));
  pids = [];
  lines = [];
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** A program that answers, and does what its code says besides. */
async function supervised(code = '') {
  const port = await freePort();
  const program = `console.log('start'); require('node:http').createServer((_, r) => r.end()).listen(${port}, '127.0.0.1'); ${code}`;
  const service = await superviseService(
    {
      name: 'It',
      program: process.execPath,
      args: ['-e', program],
      cwd: folder,
      environment: {},
      logFile: join(folder, 'log'),
      readyUrl: `http://127.0.0.1:${port}`,
      onStarted: (_name, pid) => pids.push(pid),
    },
    (line) => lines.push(line),
  );
  onTestFinished(() => service.stop());
  return { service, url: `http://127.0.0.1:${port}` };
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

test('a program that ended is started again, until it is stopped', async () => {
  const { service, url } = await supervised();
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await expect
    .poll(() => lines)
    .toEqual(['It ended with SIGKILL; it is started again', 'It answers again']);
  expect(await answers(url)).toBe(true);
  await service.restart();
  expect(await answers(url)).toBe(true);
  await service.stop();
  expect(await answers(url)).toBe(false);
  expect(pids).toHaveLength(3);
  expect(lines).toHaveLength(2);
});

test('one that ends again and again stays down, and its log has every start', async () => {
  await supervised("setTimeout(() => { console.log('broken'); process.exit(3); }, 300)");
  await expect
    .poll(() => lines.at(-1))
    .toMatch(/^It ended with exit code 3, 6 times within a minute: it stays down\./);
  expect(pids).toHaveLength(6);
  expect(readFileSync(join(folder, 'log'), 'utf8').match(/start/g)).toHaveLength(6);
});
