import { ensureVersion } from '@schema-service/migrator';
import { type Measurement, median } from '../measure.ts';
import { APP, OURS } from './contestants.ts';
import { measureProgram } from './measure-program.ts';
import type { SampleMigrations } from './sample-migrations.ts';

/** Medians on a database that has everything, in seconds; the greatest memory in MiB. */
export interface NothingToDo {
  readonly up: number;
  readonly status: number;
  /** `ensureVersion` in a process that runs already, connecting included. */
  readonly library: number;
  readonly peakMebibytes: number;
}

export async function measureNothingToDo(
  migrations: SampleMigrations,
  url: string,
  runs: number,
): Promise<NothingToDo> {
  const ups: Measurement[] = [];
  const statuses: Measurement[] = [];
  const calls: number[] = [];
  const options = { connection: url, migrations: migrations.ours, version: '1.0.0' };
  await ensureVersion(options);
  for (let run = 0; run < runs; run++) {
    ups.push(await measureProgram(undefined, OURS.args(migrations, url)));
    const status = [...APP, 'status', '--dir', migrations.ours, '--database-url', url];
    statuses.push(await measureProgram(undefined, status));
    const start = performance.now();
    await ensureVersion(options);
    calls.push((performance.now() - start) / 1000);
  }
  return {
    up: median(ups.map(({ seconds }) => seconds)),
    status: median(statuses.map(({ seconds }) => seconds)),
    library: median(calls),
    peakMebibytes: Math.max(...[...ups, ...statuses].map((one) => one.peakMebibytes)),
  };
}
