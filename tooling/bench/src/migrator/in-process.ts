import { ensureVersion, status, up } from '@schema-service/migrator';
import { median } from '../measure.ts';
import { withEmptyDatabase } from './bench-database.ts';
import { APP } from './contestants.ts';
import { measureProgram } from './measure-program.ts';
import type { SampleMigrations } from './sample-migrations.ts';

/** Medians in seconds: of library calls in a process that runs already, connecting included, and of the command beside them. */
export interface InProcess {
  readonly up: number;
  readonly upCommand: number;
  readonly upAgain: number;
  readonly ensureVersion: number;
  readonly status: number;
  readonly statusCommand: number;
}

/**
 * Each run has a database of its own, and the command another one right before it: what slows the machine slows them alike.
 * The first, which finds the code not compiled, does not count.
 */
export async function measureInProcess(
  server: string,
  { ours }: SampleMigrations,
  runs: number,
): Promise<InProcess> {
  const measurements: InProcess[] = [];
  for (let run = 0; run <= runs; run++) {
    const command = (name: string, url: string) =>
      measureProgram(undefined, [APP, name, '--dir', ours, '--database-url', url]);
    const upCommand = await withEmptyDatabase(server, (url) => command('up', url));
    await withEmptyDatabase(server, async (connection) => {
      const options = { connection, migrations: ours };
      measurements.push({
        up: await seconds(() => up(options)),
        upCommand: upCommand.seconds,
        upAgain: await seconds(() => up(options)),
        ensureVersion: await seconds(() => ensureVersion({ ...options, version: '1.0.0' })),
        status: await seconds(() => status(options)),
        statusCommand: (await command('status', connection)).seconds,
      });
    });
  }
  const counted = measurements.slice(1);
  const medianOf = (name: keyof InProcess): number => median(counted.map((one) => one[name]));
  return {
    up: medianOf('up'),
    upCommand: medianOf('upCommand'),
    upAgain: medianOf('upAgain'),
    ensureVersion: medianOf('ensureVersion'),
    status: medianOf('status'),
    statusCommand: medianOf('statusCommand'),
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
