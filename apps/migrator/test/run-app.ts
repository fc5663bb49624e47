import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The command from source. */
export const MAIN: string = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What the command wrote and how it ended. */
export interface AppRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command from source, as a process of its own without a terminal. */
export function startApp(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, ['--conditions=source', MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: '', ...env },
  });
}

/** Runs the command to its end. */
export async function runApp(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<AppRun> {
  const app = startApp(args, env);
  let stdout = '';
  let stderr = '';
  app.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  app.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => app.once('close', resolve));
  return { code, stdout, stderr };
}
