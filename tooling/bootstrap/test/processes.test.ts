import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { endOrphans, processMark } from '../processes.mjs';

/** A program of its own group that goes on, and ends only when it has to where it is `stubborn`. */
async function started(stubborn = false) {
  const code = `${stubborn ? "process.on('SIGTERM', () => {});" : ''} console.log('up'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', code], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  return { child, note: { name: 'program', pid, mark: processMark(pid) ?? '' } };
}

test('what was written down is ended, by force where it has to be', async () => {
  const [willing, stubborn] = [await started(), await started(true)];
  const notes = [willing.note, stubborn.note];
  expect(await endOrphans(notes)).toEqual(notes);
  await expect
    .poll(() => [willing.child.signalCode, stubborn.child.signalCode])
    .toEqual(['SIGTERM', 'SIGKILL']);
  expect(await endOrphans(notes)).toEqual([]);
});

test('an id that another program has now is left alone', async () => {
  const { child, note } = await started();
  const mark = note.mark.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  expect(await endOrphans([{ ...note, mark }])).toEqual([]);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  expect(processMark(2 ** 30)).toBeUndefined();
});
