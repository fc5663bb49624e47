import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isWatched, tableText } from '@schema-service/command-line';
import { formatError } from '@schema-service/errors';
import {
  createCleanup,
  createThrowawayDatabase,
  startThrowawayPostgres,
} from '@schema-service/local-postgres';
import { preparePython } from '@schema-service/python-tools';
import { type HammerReport, hammer } from './hammer.ts';
import { prepareLanguages } from './languages.ts';
import { VERSIONS } from './releases.ts';
import { wholeWay } from './step.ts';

const help = `pnpm test:coexistence [--seconds 60] [--rows 30000] [--seed N] [--json]

Services of three versions write to one database while the built migrator leads it from 1.1.0
to 4.0.0 and takes the older versions away: its fill is killed three times, and 4.0.0 is
abandoned once and opened again. Of each version there is one with its generated client in
Node, one with that in Python, and one that writes SQL of its own. Fails where a call of a
service fails, a row is not read as it was written, a count is lost, or two versions see a row
differently. No service tries anything again.

  --seconds N  for how long they write beside what the steps take
  --rows N     of the table that is written most
  --seed N     for the same choices of the services (default: another one each time)
  --json       the report as one line of JSON on stdout`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rows: { type: 'string', default: '30000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  await using cleanup = createCleanup();
  const server = await startThrowawayPostgres(cleanup);
  await using database = await createThrowawayDatabase(server.connectionString, 'coexistence');
  const tools = await preparePython(join(import.meta.dirname, '..', '..', '..', '.data'));
  if (tools.kind === 'missing') console.error(`Python is left out. ${tools.reason}`);
  const interpreter = tools.kind === 'ready' ? tools.python : undefined;
  console.error('generate, pack and install the clients');
  using languages = await prepareLanguages(VERSIONS, interpreter);
  const report = await hammer({
    connectionString: database.connectionString,
    versions: VERSIONS,
    steps: wholeWay,
    languages: languages.all,
    seconds: Number(values.seconds),
    rows: Number(values.rows),
    seed: Number(values.seed),
    onStep: (step) => console.error(step),
    ...(isWatched()
      ? {
          onProgress: ({ services, operations, counts }) =>
            console.error(`  ${services} services, ${operations} operations, ${counts} counted`),
        }
      : {}),
  });
  console.log(values.json ? JSON.stringify(report) : reportText(report));
  return report.failures.length === 0 ? 0 : 1;
}

function reportText({ seed, steps, operations, counts, checks, kills, failures }: HammerReport) {
  const rows = steps.map(({ step, ms, slowest, retries }) => [
    step,
    Math.round(ms),
    Math.round(slowest),
    retries,
  ]);
  return [
    tableText([['step', 'ms', 'slowest operation, ms', 'lock retries'], ...rows]),
    '',
    `${operations} operations, ${counts} counted, ${checks} rows read as written, ${kills} kills, seed ${seed}`,
    ...failures,
    failures.length === 0 ? 'nothing failed' : `${failures.length} failures`,
  ].join('\n');
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(formatError(error));
  process.exitCode = 1;
}
