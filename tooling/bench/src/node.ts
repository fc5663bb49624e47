import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { benchCases } from './node/cases.ts';
import { measureSpeed } from './node/speed.ts';
import { measureStart } from './node/start.ts';
import { measureTypeCheck } from './node/type-check.ts';
import { prepareWork } from './node/work.ts';

const everything = [...benchCases.map(({ name }) => name), 'start', 'tsc'];
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '25' },
    only: { type: 'string', multiple: true, default: everything },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:node [--rounds 25] [--only ROW]... [--check]

The generated Node client beside raw node-postgres, stock Prisma, Drizzle and Kysely, on a PostgreSQL
of its own. Each is a process of its own, and all take short turns in each round. The quickest quarter
of the turns counts: 2.00 is twice as fast as raw pg without prepared statements.

  --rounds N   how many turns each has
  --only ROW   a row to measure, of: ${everything.join(', ')}
               start: import and first query; tsc: type-checking a consumer
  --check      exit code 1 where a bar is missed`);
  process.exit(0);
}
const unknown = values.only.filter((name) => !everything.includes(name));
if (unknown.length > 0) {
  console.error(`error: there is no row ${unknown.join(', ')}. Rows: ${everything.join(', ')}`);
  process.exit(2);
}
const rounds = Number(values.rounds);
const directory = mkdtempSync(join(tmpdir(), 'bench-node-'));
const server = await startLocalPostgres({ directory: join(directory, 'postgres') });
const missed: string[] = [];
try {
  const work = await prepareWork(join(directory, 'work'), server.connectionString);
  console.log(`Node ${process.versions.node}, ${rounds} rounds.\n`);
  missed.push(...(await measureSpeed(work, rounds, values.only)));
  if (values.only.includes('start'))
    missed.push(...(await measureStart(work, Math.min(rounds, 10))));
  if (values.only.includes('tsc')) missed.push(...measureTypeCheck(work, Math.min(rounds, 5)));
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
if (missed.length > 0) console.log(`\nMissed: ${missed.join(', ')}.`);
process.exitCode = values.check && missed.length > 0 ? 1 : 0;
