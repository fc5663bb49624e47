import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, step, stopRunning } from './steps.mjs';

export const root = join(import.meta.dirname, '..', '..');

const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
const environment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

/** Runs the pinned pnpm, which npx brings. */
export function pnpm(args, logName) {
  return run(npx, ['--yes', packageManager, ...args], {
    cwd: root,
    env: environment,
    logFile: join(root, '.data', 'logs', `${logName}.log`),
  });
}

// Servers of other major versions, for a suite that is not run here.
const leftOut = '--filter=!@schema-service/postgres-versions';

/** The locked dependencies, the pinned Node among them. Quick when they are there. */
export async function install() {
  await step('install dependencies', () =>
    pnpm(['install', '--frozen-lockfile', leftOut], 'install'),
  );
}

/**
 * Hands over to a TypeScript program of the workspace, on the pinned Node. A
 * signal may reach it twice, from the terminal and from here, so it takes the
 * first and ignores the rest; its exit code is ours.
 */
export function handOver(program, args, nodeFlags = []) {
  const node = join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  const child = spawn(node, [...nodeFlags, join(root, program), ...args], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}

/** Runs `work`; Ctrl-C meanwhile stops what it started and ends with exit code 0. */
export async function guarded(work) {
  let stopped = false;
  const stop = () => {
    stopped = true;
    stopRunning();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  try {
    await work();
  } catch (error) {
    if (!stopped) console.error(error.message);
    process.exit(stopped ? 0 : 1);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
  }
}
