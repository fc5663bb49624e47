import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program with none of this machine's package settings; its output is in the error when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  const bare = { PATH: process.env.PATH, HOME: cwd, PIP_CONFIG_FILE: devNull, UV_NO_CONFIG: '1' };
  const { stdout } = await execute(program, args, { cwd, env: { ...bare, ...env } });
  return stdout;
}
