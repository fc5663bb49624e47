import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What the command wrote and how it ended. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as this account. */
  readonly uid?: number;
}

/** Runs the command from source in a folder, as a process of its own without a terminal. */
export function runCli(
  folder: string,
  args: readonly string[],
  { env = {}, uid }: CliOptions = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, ['--conditions=source', main, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/** The one line of JSON that a run wrote. */
export function jsonOf({ stdout }: CliRun): unknown {
  return JSON.parse(stdout);
}
