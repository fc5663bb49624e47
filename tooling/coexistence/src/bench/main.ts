import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableText } from '@schema-service/command-line';
import { formatError } from '@schema-service/errors';
import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { parseSchema, schemaSql } from '@schema-service/schema-model';
import { derivedMigrations, type SchemaVersion } from '../derived-migrations.ts';
import { type Bar, besideBars, costBars, fillBar, isMet, rateOf } from './bars.ts';
import { type Beside, measureBeside } from './beside.ts';
import { type KeyKind, keyedBy } from './contender.ts';
import { ours } from './ours.ts';
import { findPgroll, pgroll } from './pgroll.ts';
import { type Comparison, type Cost, statementCosts } from './statement-costs.ts';
import { LOOK_MS } from './watch-locks.ts';

const help = `pnpm bench:coexistence [--rows 1000000] [--rounds 2000] [--pgroll PROGRAM] [--json]

A table of so many rows with two indexes beside its key, of which a newer version renames a
column and makes another one a bigint. Both versions live on it then, and the older one ends.

  alone    with nobody else there: how long each phase locks, and how fast rows are filled
  writers  the same under four writers, two more of the newer version as soon as it is open:
           how long their statements take in each phase, and how many fail; with a key that a
           sequence counts, and with one that is GENERATED ALWAYS AS IDENTITY; by us, and by
           pgroll, which Go builds where there is none on the path
  cost     a view beside its table, the write of a column that has a twin beside that of one
           that has none, a hello beside a SELECT: lower quartiles of so many rounds, in
           microseconds of the server's processor

Behind it, each bar: met, or MISSED. Locks are those that writers wait for, as an observer
sees them who looks every ${LOOK_MS} ms.`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '2000' },
    pgroll: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);

const schemaOf = (version: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'bench', `${version}.prisma`), 'utf8');

const VERSIONS: readonly [SchemaVersion, SchemaVersion] = [
  ['1.0.0', schemaOf('1.0.0')],
  ['2.0.0', schemaOf('2.0.0')],
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

const HELLO: Comparison = {
  name: 'hello',
  plain: 'SELECT $1::integer',
  other: `SELECT answer, $1::integer FROM schema_migrations.hello('1.0.0', 'bench', 'node')`,
};

interface Report {
  readonly ways: readonly Beside[];
  readonly costs: Readonly<Record<'viewsKept' | 'viewsAnew' | 'twin' | 'hello', readonly Cost[]>>;
  readonly bars: readonly Bar[];
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(help);
    return;
  }
  await using cleanup = createCleanup();
  const peer = await findPgroll(values.pgroll);
  const { connectionString: server } = await startThrowawayPostgres(cleanup);
  const sql = await tableSql();
  const { alone, costs } = await measureAlone(server);
  const ways: Beside[] = [alone];
  const bars: Bar[] = [...costBars(costs), ...besideBars(alone)];
  for (const kind of ['serial', 'identity'] as const) {
    const own = await underWriters(server, kind);
    ways.push(own);
    bars.push(...besideBars(own));
    if ('reason' in peer) continue;
    const other = await measureBeside(pgroll(cleanup, peer.program, keyedBy(kind, sql)), {
      ...{ server, rows, isQuiet: false, title: `pgroll, ${kind} key` },
    });
    ways.push(other);
    bars.push(fillBar(own, other));
  }
  const report: Report = { ways, costs, bars };
  console.log(values.json ? JSON.stringify(report) : reportText(report));
  if ('reason' in peer) console.error(`Without pgroll: ${peer.reason}.`);
}

async function tableSql(): Promise<string> {
  const schema = parseSchema([{ path: 'schema.prisma', content: VERSIONS[0][1] }]);
  return `${(await schemaSql(null, schema)).join(';\n')};`;
}

async function measureAlone(server: string): Promise<Pick<Report, 'costs'> & { alone: Beside }> {
  using folder = await derivedMigrations(VERSIONS);
  const options = { rounds, rows };
  const costs = {
    viewsKept: [] as readonly Cost[],
    viewsAnew: [] as readonly Cost[],
    twin: [] as readonly Cost[],
    hello: [] as readonly Cost[],
  };
  const alone = await measureBeside(ours(folder.path), {
    ...{ server, rows, isQuiet: true, title: 'alone' },
    before: async (database) => {
      const kept = { ...options, isPrepared: true };
      costs.viewsKept = await statementCosts(database, VIEWS, kept);
      costs.viewsAnew = await statementCosts(database, VIEWS, { ...kept, isPrepared: false });
      costs.hello = await statementCosts(database, [HELLO], kept);
    },
    between: async (database) => {
      // Of few rows: what is read from the disk would hide it.
      const inMemory = { ...options, rows: Math.min(rows, 1000), isPrepared: true };
      costs.twin = await statementCosts(database, [TWIN], inMemory);
    },
  });
  return { alone, costs };
}

async function underWriters(server: string, kind: KeyKind): Promise<Beside> {
  using folder = await derivedMigrations(VERSIONS, (sql) => keyedBy(kind, sql));
  const title = `ours, ${kind} key`;
  return await measureBeside(ours(folder.path), { server, rows, isQuiet: false, title });
}

const number = (value: number): string => value.toFixed(1);

function reportText({ ways, costs, bars }: Report): string {
  const costLines = (title: string, list: readonly Cost[]) =>
    list.map(({ name, plain, other }) => [
      `${title}, ${name}`,
      Math.round(plain),
      Math.round(other),
      `${other > plain ? '+' : ''}${Math.round(((other - plain) * 100) / plain)} %`,
    ]);
  return [
    `${rows} rows`,
    ...ways.map(wayText),
    '',
    tableText([
      ['cost', 'plain, µs', 'µs', ''],
      ...costLines('view, plan kept', costs.viewsKept),
      ...costLines('view, plan made anew', costs.viewsAnew),
      ...costLines('twin', costs.twin),
      ...costLines('handshake', costs.hello),
    ]),
    '',
    tableText([
      ['bar', 'is', '', 'bar', ''],
      ...bars.map((one) => [
        ...[one.name, `${Number(one.is.toFixed(1))} ${one.unit}`],
        ...[one.isLeast === true ? '>=' : '<', `${Number(one.bar.toFixed(1))} ${one.unit}`],
        isMet(one) ? 'met' : 'MISSED',
      ]),
    ]),
  ].join('\n');
}

/** How many of the longest locks are told. */
const TOLD = 6;

function wayText({ title, isQuiet, phases, errors, failure, locks }: Beside): string {
  const counts = new Map<string, number>();
  for (const error of errors) counts.set(error, (counts.get(error) ?? 0) + 1);
  const heads = isQuiet ? [] : ['statements', 'p50', 'p99', 'slowest'];
  return [
    '',
    tableText([
      [title, 'ms', 'longest lock', ...heads],
      ...phases.map(({ phase, ms, longestLock, writers }) => [
        ...[phase, number(ms), number(longestLock)],
        ...(isQuiet
          ? []
          : [
              ...[writers.statements, number(writers.p50)],
              ...[number(writers.p99), number(writers.slowest)],
            ]),
      ]),
    ]),
    `fill: ${Math.round(rateOf(phases, rows))} rows/s${isQuiet ? '' : `; statements that failed: ${errors.length}`}`,
    ...[...counts].map(([error, count]) => `  ${count} x ${error}`),
    ...(failure === undefined ? [] : [`It did not open: ${failure}`]),
    ...locks
      .slice(0, TOLD)
      .map(
        ({ ms, relation, mode, statement }) =>
          `  ${number(ms)} ms ${mode} on ${relation}: ${statement.slice(0, 100)}`,
      ),
  ].join('\n');
}

try {
  await main();
} catch (error) {
  console.error(formatError(error));
  process.exitCode = 1;
}
