import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixtureRepository } from './fixture-repository.ts';
import { rehearsalDatabases, server } from './server.ts';

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'rehearsal-tmp-'));
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

/** Ends a rehearsal by a signal while its migration runs, and says how the process ended. */
async function interrupt(signal: NodeJS.Signals, serverUrl?: string): Promise<unknown> {
  using repository = fixtureRepository({ up: 'SELECT pg_sleep(600);' });
  const rehearsal = spawn(
    process.execPath,
    [
      '--conditions=source',
      join(import.meta.dirname, 'interrupted-process.ts'),
      repository.root,
      ...(serverUrl ? [serverUrl] : []),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: temporary } },
  );
  const ended = once(rehearsal, 'exit');
  await once(rehearsal.stdout, 'data');
  rehearsal.kill(signal);
  const [, endedBy] = await ended;
  return endedBy;
}

test.each(['SIGINT', 'SIGTERM'] as const)('%s leaves no database behind', async (signal) => {
  const before = await rehearsalDatabases();
  expect(await interrupt(signal, server())).toBe(signal);
  expect(await rehearsalDatabases()).toEqual(before);
});

test('Ctrl-C stops a server of its own, and removes its folder', async () => {
  expect(await interrupt('SIGINT')).toBe('SIGINT');
  expect(readdirSync(temporary)).toEqual([]);
});
