import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationDirection } from '../../src/index.ts';

const SCRIPT = fileURLToPath(new URL('migrator-process.ts', import.meta.url));

/** Node keeps what it has compiled there: a third of the work for each of hundreds of processes. */
const COMPILED = join(tmpdir(), 'node-compile-cache');

/** Which database a process moves, with which folder. */
export interface Place {
  readonly connection: string;
  readonly migrations: string;
}

/** A migrator that runs as a process. */
export interface MigratorProcess {
  readonly kill: () => void;
  /** How it ended: a code, or `null` when it was killed. */
  readonly ended: Promise<MigratorEnd>;
}

export interface MigratorEnd {
  readonly code: number | null;
  /** A line for each event, and how many migrations were moved at the end. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** Starts an `up` to the highest version, or a `down` to none; `onLine` is told the number of lines so far. */
export function startMigrator(
  direction: MigrationDirection,
  { connection, migrations }: Place,
  onLine: (count: number) => void = () => {},
): MigratorProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=source', SCRIPT, direction, connection, migrations],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = stdout.split('\n').length;
    stdout += chunk.toString();
    for (let count = before; count < stdout.split('\n').length; count++) onLine(count);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<MigratorEnd>((resolve) =>
    child.once('close', (code) => {
      resolve({ code, lines: stdout.split('\n').slice(0, -1), stderr });
    }),
  );
  return { kill: () => child.kill('SIGKILL'), ended };
}
