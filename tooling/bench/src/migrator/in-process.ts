import { ensureVersion, status, up } from '@schema-service/migrator';
import { median } from '../measure.ts';
import { withEmptyDatabase } from './bench-database.ts';
import { APP } from './contestants.ts';
import { measureProgram } from './measure-program.ts';
import type { SampleMigrations } from './sample-migrations.ts';

/** Medians in seconds: of library calls in a process that runs already, connecting included, and of the command's status. */
export interface InProcess {
  readonly up: number;
  readonly upAgain: number;
  readonly ensureVersion: number;
  readonly status: number;
  readonly statusCommand: number;
}

/** Each run has a database of its own; the first, which finds the code not compiled, does not count. */
export async function measureInProcess(
  server: string,
  { ours }: SampleMigrations,
  runs: number,
): Promise<InProcess> {
  const measurements: InProcess[] = [];
  for (let run = 0; run <= runs; run++) {
    await withEmptyDatabase(server, async (connection) => {
      const options = { connection, migrations: ours };
      const statusArgs = [APP, 'status', '--dir', ours, '--database-url', connection];
      measurements.push({
        up: await seconds(() => up(options)),
        upAgain: await seconds(() => up(options)),
        ensureVersion: await seconds(() => ensureVersion({ ...options, version: '1.0.0' })),
        status: await seconds(() => status(options)),
        statusCommand: (await measureProgram(undefined, statusArgs)).seconds,
      });
    });
  }
  const counted = measurements.slice(1);
  const medianOf = (name: keyof InProcess): number => median(counted.map((one) => one[name]));
  return {
    up: medianOf('up'),
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
