import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answers } from './answers.ts';
import { freePort } from './free-port.ts';
import { createLauncher } from './unprivileged.ts';

/** When a client gives its session of the server back to the pool. */
export type PoolMode = 'session' | 'transaction' | 'statement';

/** A running pgbouncer on 127.0.0.1. */
export interface LocalPgbouncer extends AsyncDisposable {
  /** Of the same database as the connection string that it was made with. */
  readonly connectionString: string;
}

/** The program, where this machine has one. */
export function findPgbouncer(): string | undefined {
  // Debian puts it where only root's PATH leads.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const POOL_SIZE = 20;

/** Puts a pool before the server of a connection string. As root it runs under an ordinary account, as it demands. */
export async function startPgbouncer(
  program: string,
  connectionString: string,
  poolMode: PoolMode,
  poolSize: number = POOL_SIZE,
): Promise<LocalPgbouncer> {
  const server = new URL(connectionString);
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  const configFile = join(directory, 'pgbouncer.ini');
  writeFileSync(configFile, configuration(server, port, poolMode, poolSize));
  const launcher = createLauncher([directory]);
  launcher.own(directory);
  launcher.own(configFile);
  const pool = launcher.spawn(program, [configFile], { cwd: directory, stdio: 'ignore' });
  const gone = once(pool, 'exit');
  const url = Object.assign(new URL(connectionString), { port: String(port) });
  for (let tries = 0; !(await answers(url.href)); tries++) {
    if (pool.exitCode !== null || tries === 200) throw new Error(`${program} does not start.`);
    await sleep(50);
  }
  return {
    connectionString: url.href,
    [Symbol.asyncDispose]: async () => {
      pool.kill('SIGTERM');
      await gone;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function configuration(server: URL, port: number, poolMode: PoolMode, poolSize: number): string {
  return [
    '[databases]',
    `* = host=${server.hostname} port=${server.port} user=${server.username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${poolMode}`,
    `default_pool_size = ${poolSize}`,
    '',
  ].join('\n');
}
