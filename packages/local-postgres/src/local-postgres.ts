import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError } from '@schema-service/errors';
import { answers } from './answers.ts';
import { CURRENT_MAJOR, findBinaries } from './binaries.ts';
import { type ClusterMaker, clusterTemplate } from './cluster-template.ts';
import { freePort } from './free-port.ts';
import { createLauncher } from './unprivileged.ts';

export interface LocalPostgresOptions {
  /** Holds the cluster (`data/`) and its log (`postgres.log`). Made when missing. */
  readonly directory: string;
  /**
   * For databases that are thrown away: gives up durability for speed. The server's time zone is UTC, and a new
   * cluster comes from a template in the user's cache folder.
   */
  readonly throwaway?: boolean;
  /** The major version of PostgreSQL, 14 to 18. Default 18; another needs tooling/postgres-versions installed. */
  readonly major?: number;
  /** Settings of the server beside its own: `wal_level=logical`. */
  readonly settings?: readonly string[];
}

/** A running PostgreSQL server on 127.0.0.1. */
export interface LocalPostgres {
  /** Of the database `postgres`, as superuser. */
  readonly connectionString: string;
  /** Ends its sessions and stops it. Waits until it is gone. */
  readonly stop: () => Promise<void>;
}

const throwawaySettings = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  // The log may lie in memory.
  'max_wal_size=256MB',
  // A template has that of the moment when it was made.
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * Starts a PostgreSQL server of our own, as root too. A server that an
 * earlier run left behind on the same folder is taken over instead.
 *
 * @throws SchemaServiceError `LOCAL_POSTGRES_*`, with the end of the server's log
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const directory = resolve(options.directory);
  const data = join(directory, 'data');
  mkdirSync(directory, { recursive: true });
  const left = existsSync(data) ? await takeOver(data) : undefined;
  if (left) return left;

  const { major = CURRENT_MAJOR } = options;
  const binaries = await findBinaries(major);
  const launcher = createLauncher([directory, dirname(binaries.postgres)]);
  if (!existsSync(data)) {
    const { initdb } = binaries;
    const args = clusterArguments(major);
    const { throwaway = false } = options;
    await createCluster({ directory, data, initdb, args, launcher, throwaway });
  }

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=300',
    ...(options.throwaway ? throwawaySettings : []),
    ...(options.settings ?? []),
  ];
  const log = join(directory, 'postgres.log');
  const logFile = openSync(log, 'a');
  // A process group of its own: Ctrl-C in the terminal is for us, and we stop it in order.
  const server = launcher.spawn(
    binaries.postgres,
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { detached: true, stdio: ['ignore', logFile, logFile] },
  );
  closeSync(logFile);
  await waitUntilReady(data, server, log);
  return {
    connectionString: connectionStringFor(port),
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      // What is thrown away need not be written to disk first.
      server.kill(options.throwaway ? 'SIGQUIT' : 'SIGINT');
      await gone;
    },
  };
}

/** Stops the server that a killed run may have left on the folder. */
export async function stopLeftBehind(directory: string): Promise<void> {
  const data = join(resolve(directory), 'data');
  const left = existsSync(data) ? await takeOver(data) : undefined;
  await left?.stop();
}

function connectionStringFor(port: number): string {
  return `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
}

function clusterArguments(major: number): readonly string[] {
  return [
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    // PostgreSQL has had a locale of its own since 17.
    ...(major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    '--locale=C',
    '--no-sync',
  ];
}

interface NewCluster extends ClusterMaker {
  readonly directory: string;
  readonly data: string;
  readonly throwaway: boolean;
}

/** Built beside its place and moved there, so that an interrupted run leaves no half-made cluster. */
async function createCluster(cluster: NewCluster): Promise<void> {
  const { data, launcher, throwaway } = cluster;
  const unfinished = `${data}.unfinished`;
  const begin = (): void => {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    launcher.own(unfinished);
  };
  begin();
  if (throwaway) {
    const template = await clusterTemplate(cluster);
    if (!(await template.unpack(unfinished))) {
      begin();
      await initializeCluster(cluster, unfinished);
      await template.keep(unfinished);
    }
  } else {
    await initializeCluster(cluster, unfinished);
  }
  renameSync(unfinished, data);
}

async function initializeCluster(
  { initdb: program, args, directory, data, launcher }: NewCluster,
  folder: string,
): Promise<void> {
  const initdb = launcher.spawn(program, [`--pgdata=${folder}`, ...args], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  initdb.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  const [code] = await once(initdb, 'exit');
  if (code === 0) return;
  throw new SchemaServiceError({
    code: 'LOCAL_POSTGRES_NOT_CREATED',
    message: `A PostgreSQL cluster cannot be made in ${data}.`,
    why: complaint.trim(),
    fix: 'Check the space and the rights of that folder.',
  });
}

const START_TIMEOUT_MS = 30_000;

/** The server writes into `postmaster.pid` that it takes connections: its last line. */
async function waitUntilReady(data: string, server: ChildProcess, log: string): Promise<void> {
  const end = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < end && server.exitCode === null && server.signalCode === null) {
    const [pid, , , , , , , status = ''] = pidFileLines(data);
    if (Number(pid) === server.pid && status.trim() === 'ready') return;
    await sleep(5);
  }
  server.kill('SIGKILL');
  throw new SchemaServiceError({
    code: 'LOCAL_POSTGRES_NOT_STARTED',
    message: 'The local PostgreSQL server did not start.',
    why: readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n'),
    fix: `Read ${log}. Without the folder ${dirname(log)} it begins from an empty database.`,
  });
}

function pidFileLines(data: string): readonly string[] {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    // The server has not come that far.
    return [];
  }
}

/** A run that was killed leaves its server: `postmaster.pid` says which process, and on which port. */
async function takeOver(data: string): Promise<LocalPostgres | undefined> {
  const [pidLine, , , portLine] = pidFileLines(data);
  if (pidLine === undefined) return undefined;
  const pid = Number(pidLine);
  const port = Number(portLine);
  if (!isServerOf(pid, data) || !(await answers(connectionStringFor(port)))) return undefined;
  return {
    connectionString: connectionStringFor(port),
    stop: async () => {
      process.kill(pid, 'SIGINT');
      while (isServerOf(pid, data)) await sleep(50);
    },
  };
}

/** The process id may have been given to another program since: its command line tells. */
function isServerOf(pid: number, data: string): boolean {
  try {
    const commandLine =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return commandLine.includes(data);
  } catch {
    return false;
  }
}
