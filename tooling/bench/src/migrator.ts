import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { type Measurement, median } from './measure.ts';
import { type Backfill, measureBackfills } from './migrator/backfill.ts';
import { withEmptyDatabase } from './migrator/bench-database.ts';
import { type Contestant, findContestants } from './migrator/contestants.ts';
import { type InProcess, measureInProcess } from './migrator/in-process.ts';
import { measureProgram } from './migrator/measure-program.ts';
import { type SampleMigrations, writeSampleMigrations } from './migrator/sample-migrations.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '10,100,1000' },
    backfill: { type: 'string', default: '1000000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:migrator [--runs 5] [--sizes 10,100,1000] [--backfill 1000000]

Applies N migrations of one table and one index to an empty database on a local
server with default durability, by us, by psql and by the peers in turn, each as
a process of its own, and then once more, with nothing to do. Medians; ratios
are medians over the runs. Then the same by our library in a running process.
At last a backfill of so many rows (0: none), in one UPDATE and in batches, with
what a client that writes to the table meanwhile has to wait.`);
  process.exit(0);
}
// It adds 120 ms to every start of Node, ours and the peers'.
delete process.env.NODE_EXTRA_CA_CERTS;
const runs = Number(values.runs);
const contestants = findContestants();

interface Measured {
  readonly applied: Measurement;
  /** The same command once more; psql would run the scripts again. */
  readonly again?: Measurement;
}

type Results = ReadonlyMap<Contestant, readonly Measured[]>;

/** Each run takes all in turn, so that what slows the machine slows them alike. */
async function measureAll(server: string, migrations: SampleMigrations): Promise<Results> {
  const results = new Map(contestants.map((one) => [one, [] as Measured[]]));
  for (let run = 0; run < runs; run++) {
    for (const [{ name, program, args }, measured] of results) {
      const one = await withEmptyDatabase(server, async (url): Promise<Measured> => {
        const apply = () => measureProgram(program, args(migrations, url));
        const applied = await apply();
        return name.startsWith('psql') ? { applied } : { applied, again: await apply() };
      });
      measured.push(one);
    }
  }
  return results;
}

const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;

function printTable(size: number, results: Results): void {
  const limit = [...results].find(([{ name }]) => name === 'psql -1')?.[1];
  console.log(`
| N = ${size} | seconds | ratio to psql -1 | nothing to do | peak MiB |
|---|---:|---:|---:|---:|`);
  for (const [{ name }, measured] of results) {
    const seconds = median(measured.map(({ applied }) => applied.seconds)).toFixed(2);
    const ratios = measured.map(
      ({ applied }, run) => applied.seconds / (limit?.[run]?.applied.seconds ?? Number.NaN),
    );
    const ratio = limit ? median(ratios).toFixed(2) : '';
    const again = measured.flatMap((one) => one.again?.seconds ?? []);
    const idle = again.length > 0 ? ms(median(again)) : '';
    const peak = Math.max(...measured.map(({ applied }) => applied.peakMebibytes));
    const memory = Number.isNaN(peak) ? '' : peak.toFixed(0);
    console.log(`| ${name} | ${seconds} | ${ratio} | ${idle} | ${memory} |`);
  }
}

function printInProcess(size: number, found: InProcess): void {
  console.log(`
As a library in a running process at N = ${size}, connecting included: up ${found.up.toFixed(2)} s (the command: ${found.upCommand.toFixed(2)} s);
with nothing to do up ${ms(found.upAgain)}, ensureVersion ${ms(found.ensureVersion)}; status ${ms(found.status)} (the command: ${ms(found.statusCommand)}).`);
}

async function printBackfills(rows: number, found: AsyncIterable<Backfill>): Promise<void> {
  console.log(`
| backfill of ${rows} rows | seconds | rows/s | writes meanwhile | p50 ms | p99 ms | longest ms |
|---|---:|---:|---:|---:|---:|---:|`);
  for await (const { how, seconds, rowsPerSecond, writes, p50, p99, longest } of found) {
    const rate = how === 'no backfill' ? '' : rowsPerSecond.toFixed(0);
    const waits = [p50, p99, longest].map((time) => time.toFixed(1)).join(' | ');
    console.log(`| ${how} | ${seconds.toFixed(1)} | ${rate} | ${writes} | ${waits} |`);
  }
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
  for (const size of values.sizes.split(',').filter(Boolean).map(Number)) {
    const migrations = writeSampleMigrations(join(directory, `sample-${size}`), size);
    printTable(size, await measureAll(server.connectionString, migrations));
    printInProcess(size, await measureInProcess(server.connectionString, migrations, runs));
  }
  const rows = Number(values.backfill);
  if (rows > 0) {
    await printBackfills(rows, measureBackfills(server.connectionString, directory, rows));
  }
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
