import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import pg from 'pg';
import { median } from './measure.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '2000' },
    releases: { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:hello [--rounds 2000] [--releases 100]

Times what a migrated database answers a client that says hello, beside SELECT 1, one after
the other on one connection of a server on this machine. Medians, and the slowest of a hundred.

  --rounds N    how often each is asked
  --releases N  how many versions the database knows beside those of the example`);
  process.exit(0);
}
const rounds = Number(values.rounds);

const HELLO = 'SELECT * FROM schema_migrations.hello($1, $2, $3)';

/** What is asked, by what it is about. */
const questions: Readonly<Record<string, (client: pg.Client, round: number) => Promise<unknown>>> =
  {
    'select 1': (client) => client.query('SELECT 1'),
    'hello, noted this minute': (client) => client.query(HELLO, ['2.0.0', 'bench', 'node']),
    'hello of an unknown version': (client) => client.query(HELLO, ['9.9.9', 'bench', 'node']),
    // Each service a new one, as the first hello of a day is; of so many a day and no more.
    'hello, and its note': (client, round) =>
      client.query(HELLO, ['2.0.0', `bench-${round}`, 'node']),
  };

await using cleanup = createCleanup();
const { connectionString } = await startThrowawayPostgres(cleanup, { isSmall: true });
const migrations = join(import.meta.dirname, '..', '..', '..', 'migrations');
await up({ connection: connectionString, migrations });
const client = new pg.Client({ connectionString });
await client.connect();
cleanup.defer(() => client.end());
await client.query(
  `INSERT INTO schema_migrations.client_verdict
    SELECT '2.0.0', '2.0.' || n, lpad(n::text, 16, '0'), 'ok', '{}' FROM generate_series(1, $1::integer) n`,
  [Number(values.releases)],
);

const times: Record<string, number[]> = {};
async function time(name: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  const list = times[name] ?? [];
  list.push((performance.now() - start) * 1000);
  times[name] = list;
}

for (let round = 0; round < rounds; round++) {
  for (const [name, ask] of Object.entries(questions)) {
    await time(name, () => ask(client, round));
  }
  // So that the note is written for each of them.
  if (round % 500 === 499) await client.query('TRUNCATE schema_migrations.usage');
}
// Where a session has not called the function yet, the server reads and plans it.
for (let round = 0; round < rounds / 10; round++) {
  const fresh = new pg.Client({ connectionString });
  await fresh.connect();
  await fresh.query('SELECT 1');
  await time('first hello of a session', () => fresh.query(HELLO, ['2.0.0', 'bench', 'node']));
  await fresh.end();
}

const columns = (name: string, ...rest: readonly string[]) =>
  [name.padEnd(28), ...rest.map((text) => text.padStart(12))].join('');
console.log(columns('', 'median µs', 'p99 µs', 'to select 1'));
const base = median(times['select 1'] ?? []);
for (const [name, list] of Object.entries(times)) {
  const slow = list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.99)] ?? Number.NaN;
  const middle = median(list);
  console.log(
    columns(name, middle.toFixed(0), slow.toFixed(0), `+${(middle - base).toFixed(0)} µs`),
  );
}
