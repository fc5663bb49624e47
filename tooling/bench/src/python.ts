import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalPostgres } from '@schema-service/local-postgres';
import { preparePython } from '@schema-service/python-tools';
import { benchCases, measureSpeed } from './python/speed.ts';
import { measureWeight } from './python/weight.ts';
import { prepareWork } from './python/work.ts';

const everything = [...benchCases.map(({ name }) => name), 'start'];
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    cases: { type: 'string', default: everything.join(',') },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`pnpm bench:python [--rounds 15] [--cases '${everything.join(',')}'] [--check]

The CPU of the generated Python client, beside raw psycopg 3 (with its C part), SQLAlchemy, SQLModel,
Django's ORM and asyncpg, on a PostgreSQL of its own. All take turns in each round; ratios are those
of a round, and the table has their medians: 2.00 is half the CPU of raw psycopg.

  --rounds N     how many turns each has
  --cases LIST   the cases to measure; start: what importing it and a client take
  --check        exit code 1 where a bar is missed`);
  process.exit(0);
}
const root = join(import.meta.dirname, '../../..');
const rounds = Number(values.rounds);
const cases = values.cases.split(',');
const python = await preparePython(join(root, '.data'), {
  name: 'bench-python',
  requirements: join(import.meta.dirname, '../python/requirements.txt'),
});
if (python.kind === 'missing') {
  console.error(`error: ${python.reason}`);
  process.exit(1);
}
const directory = mkdtempSync(join(tmpdir(), 'bench-python-'));
const server = await startLocalPostgres({ directory: join(directory, 'postgres') });
const missed: string[] = [];
try {
  const work = await prepareWork(directory, server.connectionString, python.python);
  console.log(`Python ${python.version}, ${rounds} rounds, medians of the ratios of CPU to raw psycopg 3 (C): more is faster.
`);
  missed.push(...(await measureSpeed(work, rounds, cases)));
  if (cases.includes('start')) missed.push(...(await measureWeight(work, rounds)));
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
if (missed.length > 0) console.log(`\nMissed: ${missed.join(', ')}.`);
process.exitCode = values.check && missed.length > 0 ? 1 : 0;
