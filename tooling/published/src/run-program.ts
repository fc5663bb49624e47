import { spawn } from 'node:child_process';

/** What a program wrote and how it ended. */
export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  /** All of it: nothing of this process's own environment is added. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a program to its end, without a terminal and without input. One that is not there is exit code `null`. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env }: ProgramOptions,
): Promise<ProgramRun> {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ code: null, stdout, stderr: message }));
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/**
 * What the program wrote to stdout.
 *
 * @throws Error with what it wrote, where it did not end with 0
 */
export async function outputOf(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code === 0) return stdout;
  throw new Error(`${[program, ...args].join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}

/** This process's environment without what a package manager that started it has set. */
export function plainEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined &&
      !/^(npm_|pnpm_|PNPM_|NODE_(ENV|PATH|OPTIONS)$|INIT_CWD$|VITEST|TEST_)/.test(name),
  );
  const path = (process.env.PATH ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'));
  return { ...(Object.fromEntries(entries) as Record<string, string>), PATH: path.join(':') };
}
