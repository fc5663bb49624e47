import { spawn, spawnSync } from 'node:child_process';
import { program } from '@schema-service/vitest-config/program';

/** How Node starts the command. */
export const PROGRAM: readonly string[] = program(
  import.meta.url,
  '../src/main.ts',
  '../dist/main.js',
);

/** What the command wrote and how it ended. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the permissions of files count, which root's rights pass over. */
  readonly isBoundByPermissions?: boolean;
}

const isRoot = process.getuid?.() === 0;

/** Starts a program without those of root's rights. */
const BOUND = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] as const;

/** Whether a command can be run so: others than root are bound anyway. */
export const canBeBound: boolean =
  !isRoot || spawnSync(BOUND[0], [BOUND[1], 'true'], { stdio: 'ignore' }).status === 0;

/** Runs the command in a folder, as a process of its own without a terminal. */
export function runCli(
  folder: string,
  args: readonly string[],
  { env = {}, isBoundByPermissions = false }: CliOptions = {},
): Promise<CliRun> {
  const [command = '', ...rest] = [
    ...(isRoot && isBoundByPermissions ? BOUND : []),
    process.execPath,
  ];
  const child = spawn(command, [...rest, ...PROGRAM, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
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
