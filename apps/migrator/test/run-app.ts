import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { program } from '@schema-service/vitest-config/program';

/** How Node starts the command. */
export const PROGRAM: readonly string[] = program(
  import.meta.url,
  '../src/main.ts',
  '../dist/main.cjs',
);

/** What the command wrote and how it ended. */
export interface AppRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command, as a process of its own without a terminal. */
export function startApp(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [...PROGRAM, ...args], {
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
