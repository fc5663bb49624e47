import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { tableText } from '@schema-service/command-line';
import { formatError } from '@schema-service/errors';
import {
  createCleanup,
  createThrowawayDatabase,
  startThrowawayPostgres,
  type ThrowawayDatabase,
} from '@schema-service/local-postgres';
import { connect } from '../database.ts';
import { derivedMigrations, type SchemaVersion } from '../derived-migrations.ts';
import { type MigratorRun, runMigrator } from '../run-migrator.ts';
import { latencyOf, type PhaseTimes, phaseTimes } from './phases.ts';
import { type Comparison, type Cost, statementCosts } from './statement-costs.ts';
import { startWriters } from './writers.ts';

const help = `pnpm bench:coexistence [--rows 1000000] [--rounds 2000] [--json]

A table of so many rows with three indexes, of which a newer version renames a column and
makes another one a bigint. Both versions live on it then, and the older one ends.

  quiet    what each phase takes with nobody else there, and how fast rows are filled
  busy     the same under four writers, two of each version as soon as it is open: how long
           their statements take in each phase, and how many fail
  cost     a view beside its table, and the write of a column that has a twin beside that
           of one that has none: medians of so many rounds, in microseconds

How long a hello takes: pnpm bench:hello.`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);

const versionOf = (version: string): SchemaVersion => [
  version,
  readFileSync(join(import.meta.dirname, '..', '..', 'bench', `${version}.prisma`), 'utf8'),
];

const VIEWS: readonly Comparison[] = [
  ['read by key', 'SELECT * FROM', 'WHERE id = $1'],
  ['list of 20', 'SELECT * FROM', 'WHERE product_id = $1 % 1000 ORDER BY id LIMIT 20'],
  ['update', 'UPDATE', 'SET rating = 4 WHERE id = $1'],
].map(([name = '', before, behind]) => ({
  name,
  plain: `${before} public.reviews ${behind}`,
  other: `${before} db_1_0_0.reviews ${behind}`,
}));

const TWIN: Comparison = {
  name: 'update',
  plain: 'UPDATE db_2_0_0.reviews SET rating = rating + 1 WHERE id = $1',
  other: 'UPDATE db_2_0_0.reviews SET helpful_count = helpful_count + 1 WHERE id = $1',
};

/** Around a run of the migrator, so that the phases at its ends have writers too. */
const AROUND_MS = 2000;

interface Report {
  readonly rows: number;
  readonly quiet: readonly PhaseTimes[];
  readonly busy: readonly PhaseTimes[];
  readonly errors: readonly string[];
  readonly views: Readonly<Record<'prepared' | 'unprepared', readonly Cost[]>>;
  readonly twin: readonly Cost[];
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(help);
    return;
  }
  await using cleanup = createCleanup();
  const server = await startThrowawayPostgres(cleanup);
  using folder = await derivedMigrations([versionOf('1.0.0'), versionOf('2.0.0')]);
  const quiet = await measureQuiet(server.connectionString, folder.path);
  const busy = await measureBusy(server.connectionString, folder.path);
  const report: Report = { rows, ...quiet, ...busy };
  console.log(values.json ? JSON.stringify(report) : reportText(report));
}

async function measureQuiet(server: string, folder: string) {
  await using database = await fullDatabase(server, folder);
  const { connectionString } = database;
  const options = { rounds, rows };
  const prepared = await statementCosts(connectionString, VIEWS, { ...options, isPrepared: true });
  const unprepared = await statementCosts(connectionString, VIEWS, {
    ...options,
    isPrepared: false,
  });
  const up = await migrate(database, folder, ['up']);
  const twin = await statementCosts(connectionString, [TWIN], { ...options, isPrepared: true });
  const contract = await migrate(database, folder, ['contract', '1.0.0', '--quiet', '1ms']);
  return {
    quiet: phaseTimes([...up.events, ...contract.events]),
    views: { prepared, unprepared },
    twin,
  };
}

async function measureBusy(server: string, folder: string) {
  await using database = await fullDatabase(server, folder);
  const { connectionString } = database;
  const older = await startWriters(
    connectionString,
    ['db_1_0_0', 'db_1_0_0', 'db_1_0_0', 'db_1_0_0'],
    rows,
  );
  await pause(AROUND_MS);
  const up = await migrate(database, folder, ['up']);
  const newer = await startWriters(connectionString, ['db_2_0_0', 'db_2_0_0'], rows);
  await pause(AROUND_MS);
  await older.stop();
  const contract = await migrate(database, folder, ['contract', '1.0.0', '--quiet', '1ms']);
  await pause(AROUND_MS);
  await newer.stop();
  const samples = [...older.samples, ...newer.samples];
  const events = [...up.events, ...contract.events];
  const began = events.find(({ migration }) => migration !== undefined)?.at ?? 0;
  const before = samples.filter(({ at }) => at < began);
  return {
    busy: [
      { phase: 'before', ms: AROUND_MS, longest: 0, changed: 0, writers: latencyOf(before) },
      ...phaseTimes(events, samples),
    ],
    errors: [...older.errors, ...newer.errors],
  };
}

async function fullDatabase(server: string, folder: string): Promise<ThrowawayDatabase> {
  const database = await createThrowawayDatabase(server, 'bench');
  await migrate(database, folder, ['up', '--to', '1.0.0']);
  const client = await connect(database.connectionString);
  await client.query(`INSERT INTO db_1_0_0.reviews (product_id, external_id, body, helpful_count)
    SELECT i % 1000, 'e' || i, repeat('a few words ', 10), i % 100 FROM generate_series(1, ${rows}) AS i`);
  await client.query('VACUUM ANALYZE');
  await client.end();
  return database;
}

async function migrate(
  { connectionString }: ThrowawayDatabase,
  folder: string,
  args: readonly string[],
): Promise<MigratorRun> {
  const run = await runMigrator({ args, folder, connectionString });
  if (run.code !== 0) throw new Error(`schema-migrator ${args.join(' ')}\n${run.output}`);
  return run;
}

function reportText({ quiet, busy, errors, views, twin }: Report): string {
  const number = (value: number): string => value.toFixed(1);
  const fill = (phases: readonly PhaseTimes[]): string => {
    const found = phases.find(({ phase }) => phase === 'fill');
    return found === undefined ? '' : `${Math.round((found.changed * 1000) / found.ms)} rows/s`;
  };
  const costs = (title: string, list: readonly Cost[]) =>
    list.map(({ name, plain, other }) => [
      `${title}, ${name}`,
      Math.round(plain),
      Math.round(other),
      `${other > plain ? '+' : ''}${Math.round(((other - plain) * 100) / plain)} %`,
    ]);
  return [
    `${rows} rows`,
    '',
    tableText([
      ['quiet', 'ms', 'longest migration, ms'],
      ...quiet.map(({ phase, ms, longest }) => [phase, number(ms), number(longest)]),
    ]),
    `fill: ${fill(quiet)}`,
    '',
    tableText([
      ['busy', 'ms', 'longest migration, ms', 'statements', 'p50', 'p99', 'slowest'],
      ...busy.map(({ phase, ms, longest, writers }) => [
        ...[phase, number(ms), number(longest), writers.statements],
        ...[number(writers.p50), number(writers.p99), number(writers.slowest)],
      ]),
    ]),
    `fill: ${fill(busy)}; statements that failed: ${errors.length}`,
    ...new Set(errors),
    '',
    tableText([
      ['cost', 'plain, µs', 'µs', ''],
      ...costs('view, plan kept', views.prepared),
      ...costs('view, plan made anew', views.unprepared),
      ...costs('twin', twin),
    ]),
  ].join('\n');
}

try {
  await main();
} catch (error) {
  console.error(formatError(error));
  process.exitCode = 1;
}
