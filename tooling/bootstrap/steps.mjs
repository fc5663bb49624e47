import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const running = new Set();
let stopping = false;

function refuseWhenStopping() {
  if (stopping) throw new Error('It was asked to stop.');
}

/**
 * Runs one step and prints one line for it: what, how long, and what came of
 * it. While it runs, a person at a terminal sees the time passing and the note.
 * @template T
 * @param {string} title
 * @param {(note: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  refuseWhenStopping();
  const start = performance.now();
  const watched = process.stderr.isTTY === true;
  let note = '';
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(8);
  const line = (mark) => `${mark} ${title.padEnd(34)} ${seconds()}${note ? `  ${note}` : ''}`;
  const draw = () =>
    process.stderr.write(`\r\u001b[K${line('·').slice(0, process.stderr.columns - 1)}`);
  const timer = watched ? setInterval(draw, 100) : undefined;
  const finish = (mark) => {
    clearInterval(timer);
    process.stderr.write(`${watched ? '\r\u001b[K' : ''}${line(mark)}\n`);
  };
  try {
    const result = await work((text) => {
      note = text;
    });
    finish('✓');
    return result;
  } catch (error) {
    finish('✗');
    throw error;
  }
}

/** A program that a step ran did not succeed. Carries the end of what it printed. */
export class CommandFailed extends Error {
  constructor(command, code, logFile) {
    const output = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-30).join('\n');
    super(`${command} ended with ${code}:\n${output}\n(all of it: ${logFile})`);
    this.name = 'CommandFailed';
    this.output = output;
  }
}

/**
 * Runs a program to its end with its output in a file.
 * @throws {CommandFailed}
 */
export function run(program, args, { logFile, ...options }) {
  refuseWhenStopping();
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      log.end(() =>
        code === 0
          ? resolve()
          : reject(
              new CommandFailed(
                [program, ...args].join(' '),
                signal ?? `exit code ${code}`,
                logFile,
              ),
            ),
      );
    });
  });
}

/** Ends the programs that steps are running, and lets no further step begin. */
export function stopRunning() {
  stopping = true;
  for (const child of running) child.kill('SIGTERM');
}
