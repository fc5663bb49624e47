import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { processMark } from '../processes.mjs';
import { CommandFailed, run } from '../steps.mjs';

/** A program that starts another one, says its id, and goes on. */
const parent = ['-c', 'sleep 600 & echo $!; wait'];

function logFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'steps-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'program.log');
}

test('what takes too long is ended with all that it has started, and its log is kept', async () => {
  const log = logFile();
  const running = run('sh', parent, { logFile: log, timeLimit: 2_000 });
  await expect(running).rejects.toThrow(CommandFailed);
  await expect(running).rejects.toThrow('after 2 s, which is as long as it may take');
  const pid = Number(readFileSync(log, 'utf8'));
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => processMark(pid)).toBeUndefined();
});

test('who is told to stop ends what it runs, with all that that has started', async () => {
  const log = logFile();
  const tool = `
    import { run, stopRunning } from ${JSON.stringify(join(import.meta.dirname, '..', 'steps.mjs'))};
    const onLine = (line) => console.log(line);
    process.once('SIGTERM', () => stopRunning().then(() => process.exit(3)));
    await run('sh', ${JSON.stringify(parent)}, { logFile: ${JSON.stringify(log)}, timeLimit: 600_000, onLine }).catch(() => {});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', tool], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  const pid = Number(String(line));
  expect(processMark(pid)).toBeDefined();
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(child.exitCode).toBe(3);
  await expect.poll(() => processMark(pid)).toBeUndefined();
});
