import { parseArgs } from 'node:util';
import { formatError } from '@schema-service/errors';
import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { casesFolder, loadCases } from '../cases/load-case.ts';
import { createWalkDatabase } from '../schema-database.ts';
import { type Hammered, hammerCase } from './hammer-case.ts';

/** Long enough for the percentile to be one of many writes. */
const AROUND_MS = 1000;

const help = `pnpm test:writers [--rows 100000] [--writers 4] [--cases FOLDER] [--markdown] [KIND ...]

For every kind of change in packages/migration-draft/test/cases (or those named, by the
beginning of their names): makes a database with so many rows in every table, and
applies the drafts with the migrator while writers insert and update what both
schemas have, in transactions of one table or two. Fails where a statement of
theirs or of the migrator fails; prints how long writes took, with --markdown (which
pnpm bench:writers gives) as a table in Markdown.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '100000' },
    writers: { type: 'string', default: '4' },
    cases: { type: 'string', default: casesFolder },
    markdown: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  const size = { rows: Number(values.rows), writers: Number(values.writers), aroundMs: AROUND_MS };
  const named = loadCases(values.cases).filter(
    ({ name, takesWriters }) =>
      takesWriters &&
      (positionals.length === 0 || positionals.some((beginning) => name.startsWith(beginning))),
  );
  await using cleanup = createCleanup();
  const server = await startThrowawayPostgres(cleanup);
  process.env.TEST_DATABASE_URL = server.connectionString;
  await using database = await createWalkDatabase();
  const line = values.markdown ? markdownLine : plainLine;
  if (values.markdown) {
    console.log(`${size.rows} rows in every table, ${size.writers} writers.\n`);
  }
  console.log(line(columns));
  if (values.markdown) console.log('|---|---:|---:|---:|---:|---:|---:|---|');
  let failed = 0;
  for (const given of named) {
    const hammered = await attempt(database, given, size);
    if (hammered.failures.length > 0) failed += 1;
    console.log(line(cellsOf(given.name, hammered)));
    for (const failure of new Set(hammered.failures)) {
      console.log(`    ${failure.replace(/\s*\n\s*/g, ' ')}`);
    }
  }
  console.log(failed === 0 ? '\nnothing failed' : `\n${failed} kinds failed`);
  return failed === 0 ? 0 : 1;
}

/** A case that cannot even begin is one that failed, and the next one is tried. */
async function attempt(...work: Parameters<typeof hammerCase>): Promise<Hammered> {
  try {
    return await hammerCase(...work);
  } catch (error) {
    const failures = [`not begun: ${String(error)}`];
    const nothing = { writes: 0, p99: 0, slowest: 0, applied: 0, retries: 0, rewritten: 0 };
    return { tables: [], ...nothing, failures };
  }
}

const columns = ['kind', 'writes', 'p99 ms', 'slowest ms', 'drafts ms', 'retries', 'rewritten', ''];

function cellsOf(name: string, hammered: Hammered): readonly string[] {
  const { tables, writes, p99, slowest, applied, retries, rewritten } = hammered;
  const times = [p99, slowest, applied].map((ms) => ms.toFixed(1));
  const rest = tables.length === 0 ? 'no table that both schemas write to' : '';
  return [name, String(writes), ...times, String(retries), String(rewritten), rest];
}

const widths = [54, 8, 9, 11, 10, 8, 10, 0];

const plainLine = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => {
      const width = widths[index] ?? 0;
      return index === 0 || width === 0 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join('  ')
    .trimEnd();

const markdownLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(formatError(error));
  process.exitCode = 1;
}
