import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cpuOf } from './processes.ts';

const execute = promisify(execFile);

export interface Load {
  readonly seconds: number;
  readonly connections: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** In microseconds for each request: of the server. */
  readonly serverCpu: number;
  /** And of the database behind it. */
  readonly databaseCpu: number;
}

/** What answers, and whose CPU counts. */
export interface Server {
  readonly name: string;
  readonly pid: number;
  /** The postmaster behind it. */
  readonly databasePid?: number;
}

/** Loads a server with one GET, as fast as it answers; throws where an answer is no success. */
export async function load(
  { pid, databasePid }: Server,
  url: string,
  headers: Readonly<Record<string, string>>,
  { seconds, connections }: Load,
): Promise<LoadResult> {
  const sent = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const database = () => (databasePid === undefined ? 0 : cpuOf(databasePid));
  const before = { server: cpuOf(pid), database: database() };
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, ...sent, url];
  const { stdout } = await execute('wrk', args);
  const after = { server: cpuOf(pid), database: database() };
  const [, requests, took] = /(\d+) requests in ([\d.]+)s/.exec(stdout) ?? [];
  if (requests === undefined || /Non-2xx|Socket errors/.test(stdout)) {
    throw new Error(`${url} did not stand the load:\n${stdout}`);
  }
  const each = (cpu: number): number => (cpu / Number(requests)) * 1e6;
  return {
    requestsPerSecond: Number(requests) / Number(took),
    serverCpu: each(after.server - before.server),
    databaseCpu: each(after.database - before.database),
  };
}
