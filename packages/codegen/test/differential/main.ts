// The same generated calls to the package's client and to Prisma's, on two equal databases: what they answer has to be the same.
// usage: node --conditions=source main.ts <fixture> <seed> <calls> <folder of the clients> <url> <equal url>
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { fixtureModel } from '../fixture.ts';
import { type Call, createCalls } from './calls.ts';
import { dataModel } from './data-model.ts';
import {
  type AnyClient,
  extended,
  inBatch,
  inTransaction,
  outcome,
  type Side,
  type TransactionPlan,
} from './perform.ts';
import { createRandom } from './random.ts';
import { type Told, told } from './told.ts';
import { varied } from './varied.ts';

const [fixture = '', seed = '1', calls = '400', folder = '', fastUrl, stockUrl] =
  process.argv.slice(2);

const require = createRequire(join(folder, 'main.js'));
const own: AnyClient = require('./own');
const stock: AnyClient = await import(pathToFileURL(join(folder, 'stock.mjs')).href);
const { PrismaPg }: AnyClient = require('@prisma/adapter-pg');

const common = { errorFormat: 'minimal', transactionOptions: { timeout: 60_000, maxWait: 60_000 } };
const data = dataModel(fixtureModel(fixture));
const omit = Object.fromEntries(
  data.models.map(({ accessor, scalars }) => [accessor, { [scalars.at(-1)?.name ?? '']: true }]),
);
// The plan of a kept statement may find out that a value does not fit only once it has taken the next number of a
// sequence, and rows behind the error then have other ids. Planned each time, it fails when Prisma's does.
const planned = `options=${encodeURIComponent('-c plan_cache_mode=force_custom_plan')}`;
const fastClient = (more: object = {}): AnyClient =>
  own.createClient({
    ...common,
    ...more,
    connectionString: `${fastUrl}${fastUrl?.includes('?') ? '&' : '?'}${planned}`,
    max: 3,
  });
const stockClient = (more: object = {}): AnyClient =>
  new stock.PrismaClient({
    ...common,
    ...more,
    adapter: new PrismaPg({ connectionString: stockUrl, max: 3, options: '-c timezone=UTC' }),
  });

function sideOf(client: AnyClient, Prisma: AnyClient): Side {
  return { client, classes: Prisma, own: { Prisma, fieldsOf: (model) => client[model].fields } };
}
const fast = sideOf(fastClient(), own.Prisma);
const slow = sideOf(stockClient(), stock.Prisma);
const variants = [
  { name: 'plain', clients: [fast.client, slow.client] },
  { name: 'extended', clients: [extended(fast), extended(slow)] },
  { name: 'omitting', clients: [fastClient({ omit }), stockClient({ omit })] },
] as const;

const random = createRandom(Number(seed));
const { pick, chance, below, times } = random;
const { next, read, plain, row } = createCalls(random, data);

const differences: unknown[] = [];
const counts = { compared: 0, calls: 0, errors: 0 };
const shares: Record<string, { calls: number; fast: number }> = {};
const path = { fast: 0, slow: 0, replayed: 0 };

const text = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === 'bigint'
      ? `${inner}n`
      : typeof inner === 'symbol' || typeof inner === 'function'
        ? String(inner)
        : inner,
  ) ?? 'undefined';

/** Both from a little before they differ. */
function whereApart(a: string, b: string): object {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const from = Math.max(0, at - 120);
  return { fast: a.slice(from, at + 600), stock: b.slice(from, at + 600) };
}

const nameOf = (call: Call): string =>
  call.kind === 'method' ? call.method : call.kind === 'fluent' ? 'fluent' : 'raw';

async function compare(
  what: string,
  several: readonly Call[],
  clients: readonly [AnyClient, AnyClient],
  run: (side: Side, client: AnyClient) => Promise<Told>,
): Promise<void> {
  const answered: typeof path = clients[0][Symbol.for('fastPath')] ?? path;
  const before = { ...answered };
  const found = text(await run(fast, clients[0]));
  const known = text(await run(slow, clients[1]));
  counts.compared += 1;
  counts.calls += several.length;
  counts.errors += found.split('["error"').length - 1;
  for (const key of ['fast', 'slow', 'replayed'] as const) path[key] += answered[key] - before[key];
  if (what === 'call' && several[0] !== undefined && !found.startsWith('["error"')) {
    const name = nameOf(several[0]);
    shares[name] ??= { calls: 0, fast: 0 };
    shares[name].calls += 1;
    if (answered.fast > before.fast && answered.slow === before.slow) shares[name].fast += 1;
  }
  if (found !== known)
    differences.push({ what: `${what} ${text(several)}`, ...whereApart(found, known) });
}

const one = (call: Call, clients: readonly [AnyClient, AnyClient], name: string): Promise<void> =>
  compare(name, [call], clients, (side, client) => outcome(side, call, client));

// Rows to begin with, so that keys of relations lead somewhere.
for (let i = 0; i < 12; i += 1)
  for (const model of data.models)
    if (!model.isView) await one(row(model), [fast.client, slow.client], 'call');

const recent: Call[] = [];
while (counts.calls < Number(calls) && differences.length < 20) {
  const way = below(100);
  const { name, clients } = chance(0.85) ? variants[0] : pick(variants);
  // A shape that was seen before takes the shortest way.
  const isAgain = chance(0.5) && recent.length > 0;
  const call = !isAgain ? next() : chance(0.3) ? pick(recent) : varied(pick(recent), random);
  if (recent.length < 200) recent.push(call);
  else recent[below(200)] = call;
  if (way < 8) {
    // Prisma does in order what it is asked for at once.
    const isAtOnce = chance(0.15);
    const plan: TransactionPlan = {
      calls: isAtOnce ? times(3, next).filter(mayBeAtOnce) : times(1 + below(4), next),
      isRolledBack: chance(0.5),
      isAtOnce,
      options: pick([
        undefined,
        undefined,
        { isolationLevel: 'Serializable' },
        { isolationLevel: 'ReadCommitted' },
      ]),
    };
    await compare(
      `transaction ${text({ ...plan, calls: 0 })}`,
      plan.calls,
      clients,
      (side, client) => inTransaction(side, client, plan),
    );
  } else if (way < 13) {
    const several = times(1 + below(4), plain);
    const options = pick([undefined, { isolationLevel: 'RepeatableRead' }]);
    await compare('batch', several, clients, (side, client) =>
      inBatch(side, client, several, options),
    );
  } else if (way < 17) {
    const several = times(pick([3, 3, 12]), () => (chance(0.5) ? call : read())).filter(isRead);
    await compare('at once', several, clients, (side, client) =>
      Promise.all(several.map((each) => outcome(side, each, client))),
    );
  } else if (way < 19) {
    const [, { clients: both }] = variants;
    const model = pick(data.models);
    await compare('model extension', [call], both, async (side, client) => [
      told(await client[model.accessor].exists({}), side.classes),
      told(await client.$one(), side.classes),
    ]);
  } else await one(call, clients, name === 'plain' ? 'call' : name);
}

/** What may be sent at once in a transaction, where all calls are done one after the other. */
function mayBeAtOnce(call: Call): boolean {
  if (call.kind === 'raw' || call.kind === 'unsafe') return true;
  return isRead(call) || (call.kind === 'method' && !call.isInvalid && isComplete(call.args));
}

/** What may be sent at once. Two calls of one tick without a `where` have the compiler of Prisma panic. */
function isRead(call: Call): boolean {
  if (call.kind === 'fluent') return isComplete(call.args);
  return (
    call.kind === 'method' &&
    !call.isInvalid &&
    /^(?:find|count|aggregate|groupBy)/.test(call.method) &&
    (call.args === undefined || isComplete(call.args))
  );
}

/** Whether nothing in it is undefined. */
function isComplete(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return value !== undefined;
  return Object.values(value).every(isComplete);
}

// What was written, as the databases have it.
async function everything(url: string | undefined): Promise<string> {
  const database = new pg.Client(url);
  await database.connect();
  const tables: unknown[] = [];
  for (const { table } of data.models)
    tables.push((await database.query(`SELECT t::text FROM ${table} AS t ORDER BY 1`)).rows);
  await database.end();
  return JSON.stringify(tables);
}
const [written, expected] = [await everything(fastUrl), await everything(stockUrl)];
if (written !== expected)
  differences.push({ what: 'rows at the end', ...whereApart(written, expected) });

// A compiler that has panicked cannot be let go of.
for (const { clients } of [variants[0], variants[2]])
  for (const client of clients) await client.$disconnect().catch(() => {});
console.log(text({ fixture, seed: Number(seed), ...counts, path, shares, differences }));
