import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '@schema-service/local-postgres';
import { outputOf, plainEnvironment, runProgram } from './run-program.ts';

/** A Python index on this machine, for one suite. */
export interface TestIndex {
  /** Where files are uploaded to. */
  readonly uploadUrl: string;
  /** Where pip installs from. What it does not have comes from the index that pip is configured for. */
  readonly indexUrl: string;
  /** The folder of its files. */
  readonly files: string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts pypiserver, which anybody may upload to, on 127.0.0.1. Dispose of it: it and its folder are then gone. */
export async function startPypiserver(python: string): Promise<TestIndex> {
  const folder = await mkdtemp(join(tmpdir(), 'pypiserver-'));
  const files = join(folder, 'files');
  await mkdir(files);
  const port = await freePort();
  const options = ['--port', `${port}`, '--interface', '127.0.0.1', '--hash-algo', 'sha256'];
  const open = ['--passwords', '.', '--authenticate', '.'];
  const fallback = ['--fallback-url', await usualIndex(python, folder)];
  const server = spawn(
    python,
    ['-m', 'pypiserver', 'run', ...options, ...open, ...fallback, files],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said = text(server.stderr);
  const url = `http://127.0.0.1:${port}/`;
  while (server.exitCode === null) {
    if ((await fetch(url).catch(() => undefined))?.ok === true) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (server.exitCode !== null) throw new Error(`pypiserver did not start: ${await said}`);
  return {
    uploadUrl: url,
    indexUrl: `${url}simple/`,
    files,
    [Symbol.asyncDispose]: async () => {
      if (server.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The index that pip asks on this machine, so that no suite names one. */
async function usualIndex(python: string, cwd: string): Promise<string> {
  if (process.env.PIP_INDEX_URL) return process.env.PIP_INDEX_URL;
  const env = plainEnvironment();
  const asked = ['-m', 'pip', 'config', 'get', 'global.index-url'];
  const configured = await runProgram(python, asked, { cwd, env });
  if (configured.code === 0) return configured.stdout.trim();
  const builtIn = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';
  return (await outputOf(python, ['-c', builtIn], { cwd, env })).trim();
}
