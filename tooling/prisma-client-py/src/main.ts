import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { codegenTargets, packageNames, writePackage } from '@schema-service/codegen';
import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { preparePython } from '@schema-service/python-tools';
import { parseSchema, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';

const { values, positionals } = parseArgs({
  options: {
    details: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (values.help) {
  console.log(`pnpm test:prisma-client-py [--details] [FILE|EXPRESSION...]

Runs the database suite of Prisma Client Python against the client that is generated from its
schema, through a package \`prisma\` that renames and does nothing else. Prints what fails, and
\`N passed, N failed\`. Exit code 1 where less than ${bar()} pass.

  --details  with where and why each fails
  FILE       only this one: test_update.py, types/test_int.py::test_filtering`);
  process.exit(0);
}

/** How many of the 261 cases have to pass. What else fails is in docs/from-prisma-client-py.md. */
function bar(): number {
  return 225;
}

const here = join(import.meta.dirname, '..');
const python = await preparePython(join(here, '../../.data'), {
  name: 'prisma-client-py',
  requirements: join(here, 'requirements.txt'),
});
if (python.kind === 'missing') {
  console.error(`error: ${python.reason}`);
  process.exit(1);
}
await using cleanup = createCleanup();
const folder = mkdtempSync(join(tmpdir(), 'prisma-client-py-'));
cleanup.defer(async () => rmSync(folder, { recursive: true, force: true }));
const server = await startThrowawayPostgres(cleanup);

const content = readFileSync(join(here, 'cases/schema.prisma'), 'utf8');
const model = parseSchema([{ path: 'schema.prisma', content }]);
const client = new pg.Client({ connectionString: server.connectionString });
await client.connect();
await client.query((await schemaSql(null, model)).join('\n'));
await client.end();
const naming = { scope: '@org', name: 'db', clients: { python: { name: 'suite-db' } } };
await writePackage(
  await codegenTargets.python.generate(model, { version: '1.0.0', names: packageNames(naming) }),
  join(folder, 'client'),
);
cpSync(join(here, 'cases'), join(folder, 'cases'), { recursive: true });
cpSync(join(here, 'shim'), join(folder, 'shim'), { recursive: true });

const tests = positionals.length === 0 ? [''] : positionals;
const options = ['-p', 'no:cacheprovider', '-q', '-rfE', values.details ? '--tb=short' : '--tb=no'];
const pytest = spawn(
  python.python,
  ['-m', 'pytest', ...options, ...tests.map((one) => join('databases/tests', one))],
  {
    cwd: join(folder, 'cases'),
    env: {
      ...process.env,
      DATABASE_URL: server.connectionString,
      PYTHONPATH: [join(folder, 'client'), join(folder, 'shim')].join(delimiter),
      COLUMNS: '200',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
let output = '';
pytest.stdout.on('data', (chunk) => {
  output += chunk;
  process.stdout.write(chunk);
});
await once(pytest, 'close');
const summary = output.trimEnd().split('\n').at(-1) ?? '';
const count = (what: string): number =>
  Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0);
const [passed, failed] = [count('passed'), count('failed') + count('error')];
console.log(
  `\n${passed} passed, ${failed} failed${positionals.length === 0 ? ` (bar: ${bar()})` : ''}`,
);
process.exitCode = positionals.length === 0 ? Number(passed < bar()) : Number(failed > 0);
