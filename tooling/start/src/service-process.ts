import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError } from '@schema-service/errors';

export interface ServiceCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Answers 200 when the service is up. */
  readonly readyUrl: string;
  /** Is told each process that is started, before it answers. */
  readonly onStarted: (name: string, pid: number) => void;
}

export interface ServiceProcess {
  readonly stop: () => Promise<void>;
  /** How it ended: `with exit code 1`. */
  readonly ended: Promise<string>;
}

/**
 * Starts a long-running program and waits until it answers.
 *
 * @param logFlags `w` begins the log anew
 * @throws SchemaServiceError START_SERVICE_FAILED with the end of its log
 */
export async function startService(
  command: ServiceCommand,
  logFlags: 'w' | 'a' = 'w',
): Promise<ServiceProcess> {
  mkdirSync(dirname(command.logFile), { recursive: true });
  const log = openSync(command.logFile, logFlags);
  // A process group of its own: Ctrl-C is for the one who started it, who stops it in order.
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.environment },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid !== undefined) command.onStarted(command.name, child.pid);
  let outcome: string | undefined;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      outcome ??= how;
      resolve(outcome);
    };
    child.once('error', (error) => end(`and could not be started: ${error.message}`));
    child.once('exit', (code, signal) => end(`with ${signal ?? `exit code ${code}`}`));
  });
  for (let tries = 0; outcome === undefined && tries < 600; tries += 1) {
    if (await isReady(command.readyUrl)) return { stop: () => stop(child), ended };
    await sleep(50);
  }
  await stop(child);
  throw new SchemaServiceError({
    code: 'START_SERVICE_FAILED',
    message: `${command.name} did not start: ${outcome === undefined ? `${command.readyUrl} did not answer in 30 s` : `it ended ${outcome}`}.`,
    why: readFileSync(command.logFile, 'utf8').trimEnd().split('\n').slice(-12).join('\n'),
    fix: `All of its output is in ${command.logFile}.`,
  });
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Asks it to end, and insists after five seconds. Ends what it started, too. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const inTime = await Promise.race([gone.then(() => true), sleep(5_000, false, { ref: false })]);
  if (!inTime) process.kill(-child.pid, 'SIGKILL');
  await gone;
}
