import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** What runs, and for each how it is sent a signal. */
const running = new Map();
/** Steps under way; the first of them is the one that a person sees. */
const underWay = [];
let stopping = false;

function refuseWhenStopping() {
  if (stopping) throw new Error('It was asked to stop.');
}

/**
 * Runs one step and prints one line for it: what, how long, and what came of
 * it. While it runs, a person at a terminal sees the time passing and the note;
 * where nobody watches, what the work says stands on lines before it.
 * @template T
 * @param {string} title
 * @param {(note: (text: string) => void, say: (line: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  refuseWhenStopping();
  const start = performance.now();
  const watched = process.stderr.isTTY === true;
  let note = '';
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(8);
  const line = (mark) => `${mark} ${title.padEnd(34)} ${seconds()}${note ? `  ${note}` : ''}`;
  const draw = () => {
    if (underWay[0] !== draw) return;
    process.stderr.write(`\r\u001b[K${line('·').slice(0, process.stderr.columns - 1)}`);
  };
  underWay.push(draw);
  const timer = watched ? setInterval(draw, 100) : undefined;
  const finish = (mark) => {
    clearInterval(timer);
    underWay.splice(underWay.indexOf(draw), 1);
    process.stderr.write(`${watched ? '\r\u001b[K' : ''}${line(mark)}\n`);
  };
  try {
    const result = await work(
      (text) => {
        note = text;
      },
      (text) => {
        if (!watched) process.stderr.write(`  ${text}\n`);
      },
    );
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

/** How long a program has between being asked to end and being made to. */
const GRACE = 5_000;

/**
 * Runs a program to its end with its output in a file. `onLine` gets its lines, too.
 * With a `timeLimit`, in milliseconds, it is ended then, with all that it has started itself.
 * @throws {CommandFailed}
 */
export function run(program, args, { logFile, onLine, timeLimit, ...options }) {
  refuseWhenStopping();
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      // A group of its own, so that what it starts can be ended with it.
      detached: timeLimit !== undefined,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const send =
      timeLimit === undefined ? (signal) => child.kill(signal) : groupSignal(child.pid ?? 0);
    running.set(child, send);
    let tookTooLong = false;
    const timer = setTimeout(() => {
      tookTooLong = true;
      void end(child, send);
    }, timeLimit ?? 0);
    if (timeLimit === undefined) clearTimeout(timer);
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    if (onLine) {
      for (const input of [child.stdout, child.stderr])
        createInterface({ input }).on('line', onLine);
    }
    child.once('error', (error) => {
      clearTimeout(timer);
      running.delete(child);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      log.end(() =>
        code === 0
          ? resolve()
          : reject(
              new CommandFailed(
                [program, ...args].join(' '),
                tookTooLong
                  ? `${signal ?? `exit code ${code}`} after ${timeLimit / 1000} s, which is as long as it may take`
                  : (signal ?? `exit code ${code}`),
                logFile,
              ),
            ),
      );
    });
  });
}

/** Ends the programs that steps are running, and lets no further step begin. Waits until they are gone. */
export async function stopRunning() {
  stopping = true;
  await Promise.all([...running].map(([child, send]) => end(child, send)));
}

async function end(child, send) {
  if (!running.has(child)) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  const force = setTimeout(() => send('SIGKILL'), GRACE);
  send('SIGTERM');
  await gone;
  clearTimeout(force);
}

function groupSignal(pid) {
  return (signal) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended.
    }
  };
}
