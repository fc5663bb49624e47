import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { type Measurement, median } from './measure.ts';
import { withEmptyDatabase } from './migrator/bench-database.ts';
import { type Contestant, findContestants, OURS } from './migrator/contestants.ts';
import { measureProgram } from './migrator/measure-program.ts';
import { measureNothingToDo, type NothingToDo } from './migrator/nothing-to-do.ts';
import { type SampleMigrations, writeSampleMigrations } from './migrator/sample-migrations.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '10,100,1000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:migrator [--runs 5] [--sizes 10,100,1000]

Applies N migrations of one table and one index to an empty database on a local
server with default durability, by us, by psql and by the peers in turn, each as
a process of its own. Medians; ratios are medians over the runs.`);
  process.exit(0);
}
// It adds 120 ms to every start of Node, ours and the peers'.
delete process.env.NODE_EXTRA_CA_CERTS;
const runs = Number(values.runs);
const contestants = findContestants();

type Results = ReadonlyMap<Contestant, readonly Measurement[]>;

/** Each run takes all in turn, so that what slows the machine slows them alike. */
async function measureAll(server: string, migrations: SampleMigrations): Promise<Results> {
  const results = new Map(contestants.map((one) => [one, [] as Measurement[]]));
  for (let run = 0; run < runs; run++) {
    for (const [{ program, args }, measurements] of results) {
      const one = await withEmptyDatabase(server, (url) =>
        measureProgram(program, args(migrations, url)),
      );
      measurements.push(one);
    }
  }
  return results;
}

function measureIdle(server: string, migrations: SampleMigrations): Promise<NothingToDo> {
  return withEmptyDatabase(server, async (url) => {
    await measureProgram(undefined, OURS.args(migrations, url));
    return measureNothingToDo(migrations, url, Math.max(runs, 5));
  });
}

function printTable(size: number, results: Results): void {
  const limit = [...results].find(([{ name }]) => name === 'psql -1')?.[1];
  console.log(`\n| N = ${size} | seconds | ratio to psql -1 | peak MiB |\n|---|---:|---:|---:|`);
  for (const [{ name }, measurements] of results) {
    const seconds = median(measurements.map((one) => one.seconds)).toFixed(2);
    const ratios = measurements.map((one, run) => one.seconds / (limit?.[run]?.seconds ?? NaN));
    const peak = Math.max(...measurements.map((one) => one.peakMebibytes));
    const memory = Number.isNaN(peak) ? '' : peak.toFixed(0);
    console.log(`| ${name} | ${seconds} | ${limit ? median(ratios).toFixed(2) : ''} | ${memory} |`);
  }
}

function printIdle(size: number, { up, status, library, peakMebibytes }: NothingToDo): void {
  const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;
  console.log(
    `\nNothing to do at N = ${size}: up ${ms(up)}, status ${ms(status)}, ensureVersion in a running process ${ms(library)}; peak ${peakMebibytes.toFixed(0)} MiB.`,
  );
}

if (!contestants.some(({ name }) => name.startsWith('psql'))) {
  console.log('Without psql and the ratios to it: there is no such program on this machine.');
}
if (!contestants.some(({ name }) => name.startsWith('dbmate'))) {
  console.log('Without dbmate: its package has no binary for this platform.');
}
const directory = mkdtempSync(join(tmpdir(), 'bench-migrator-'));
const server = await startLocalPostgres({ directory });
try {
  console.log(`Whole processes, ${runs} runs each in turn, medians.`);
  for (const size of values.sizes.split(',').map(Number)) {
    const migrations = writeSampleMigrations(join(directory, `sample-${size}`), size);
    printTable(size, await measureAll(server.connectionString, migrations));
    printIdle(size, await measureIdle(server.connectionString, migrations));
  }
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
