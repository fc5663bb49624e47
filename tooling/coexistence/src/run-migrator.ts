import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface MigratorOptions {
  /** The command and what it takes: `up`, `--to`, `2.0.0`. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly connectionString: string;
  /** Ends the process as a machine does that loses its power, once so many batches of a fill are done. */
  readonly killAfterBatches?: number;
}

export interface MigratorRun {
  /** The exit code; `null` where it was killed. */
  readonly code: number | null;
  readonly events: readonly MigratorEvent[];
  /** How often it did not get a lock, let go and tried again. */
  readonly retries: number;
  readonly output: string;
}

/** What the migrator told, as far as it is of interest here. */
export interface MigratorEvent {
  readonly kind: string;
  /** When it was read, by the clock of `performance.now()`. */
  readonly at: number;
  readonly migration?: string;
  readonly durationMs?: number;
  /** Of a batch. */
  readonly changed?: number;
}

const program = join(
  dirname(createRequire(import.meta.url).resolve('@schema-service/migrator-app/package.json')),
  'dist/main.cjs',
);

/** Runs the migrator as it was built, to its end. */
export async function runMigrator(options: MigratorOptions): Promise<MigratorRun> {
  const { args, folder, connectionString, killAfterBatches } = options;
  const child: ChildProcess = spawn(
    process.execPath,
    [program, ...args, '--dir', folder, '--database-url', connectionString, '--json', '--yes'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const lines: string[] = [];
  const events: MigratorEvent[] = [];
  const read = async (stream: NodeJS.ReadableStream | null): Promise<void> => {
    if (stream === null) return;
    for await (const line of createInterface({ input: stream })) {
      lines.push(line);
      const event = eventOf(line);
      if (event === undefined) continue;
      events.push(event);
      const batches = events.filter(({ kind }) => kind === 'batchApplied').length;
      if (batches === killAfterBatches) child.kill('SIGKILL');
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  const [code] = await ended;
  return {
    code,
    events,
    retries: events.filter(({ kind }) => kind === 'migrationRetrying').length,
    output: lines.join('\n'),
  };
}

function eventOf(line: string): MigratorEvent | undefined {
  try {
    return { ...JSON.parse(line), at: performance.now() };
  } catch {
    return undefined; // A sentence for a person.
  }
}
