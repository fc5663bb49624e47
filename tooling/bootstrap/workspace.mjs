import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { followInstall } from './install-progress.mjs';
import { packageManager, root } from './options.mjs';
import { run, step, stopRunning } from './steps.mjs';

const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
const environment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  npm_config_update_notifier: 'false',
};

/** Runs the pinned pnpm, which npx brings. */
function pnpm(args, logName, onLine) {
  return run(npx, ['--yes', packageManager, ...args], {
    cwd: root,
    env: environment,
    logFile: join(root, '.data', 'logs', `${logName}.log`),
    onLine,
  });
}

/** What `npm start` runs, and no more. */
const forStart = ['--filter=@schema-service/start...'];
/** Everything, but servers of other major versions, for a suite that is not run here. */
const everything = ['--filter=!@schema-service/postgres-versions'];
/** There where everything is installed: by `npm test`, or by hand. */
const workspaceTools = join(root, 'tooling', 'workspace', 'node_modules');
const stampFile = join(root, 'node_modules', '.installed-for-start');

/**
 * The locked dependencies of `npm start`. Nothing is asked of anybody when they
 * are there. Where everything was installed, everything stays.
 */
export async function installForStart() {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'));
  const stamp = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await install(existsSync(workspaceTools) ? everything : forStart);
  writeFileSync(stampFile, stamp);
}

/** The locked dependencies of everything, the pinned Node among them. Quick when they are there. */
export function installAll() {
  return install(everything);
}

async function install(filter) {
  await step(`fetch ${packageManager}`, () => pnpm(['--version'], 'fetch-pnpm'));
  await step('install dependencies', (note, say) =>
    pnpm(
      [
        'install',
        '--frozen-lockfile',
        // Whoever changes the lockfile has it checked against the policies; here, its digests count.
        // Each check anew fetches 190 MB of what registries say about packages.
        '--trust-lockfile',
        '--reporter=ndjson',
        ...filter,
      ],
      'install',
      followInstall(note, say),
    ),
  );
}

/** The Node that suites run on, whatever started them. */
export function pinnedNode() {
  const pinned = join(root, 'node_modules', '.bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/**
 * Hands over to a TypeScript program of the workspace. A signal may reach it
 * twice, from the terminal and from here, so it takes the first and ignores the
 * rest; its exit code is ours.
 */
export function handOver(node, program, args, nodeFlags, { cwd = root } = {}) {
  const child = spawn(node, [...nodeFlags, resolve(root, program), ...args], {
    cwd,
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
    void stopRunning();
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
