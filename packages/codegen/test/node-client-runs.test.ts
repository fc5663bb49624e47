import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, findPgbouncer, startPgbouncer } from '@schema-service/local-postgres';
import { parseSchema, type SchemaModel, schemaSql } from '@schema-service/schema-model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePackage } from '../src/index.ts';
import { nodeTarget } from '../src/targets/node/node-target.ts';
import { linkModules } from './differential/clients.ts';
import { options } from './fixture.ts';
import { execute } from './installed-project.ts';
import { run } from './run.ts';

const schemaOf = (content: string): SchemaModel =>
  parseSchema([
    { path: 'schema.prisma', content: `datasource db {\n  provider = "postgresql"\n}\n${content}` },
  ]);
const first = schemaOf(`
model Person {
  id   Int    @id @default(autoincrement())
  name String
}
`);
const second = schemaOf(`
enum Role {
  READER @map("reader")
}

model Person {
  id       Int    @id @default(autoincrement())
  fullName String @map("name")
  role     Role   @default(READER)
}
`);

let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'node-client-runs-'));
  linkModules(directory, ['pg']);
  const versions = { one: first, two: second };
  for (const [name, model] of Object.entries(versions)) {
    const generated = await nodeTarget.generate(model, options);
    await writePackage((await nodeTarget.compile?.(generated)) ?? generated, join(directory, name));
  }
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function answersOf(script: string, args: readonly string[]): Promise<unknown> {
  const path = join(directory, 'script.cjs');
  writeFileSync(path, `(async () => {\n${script}\n})();`);
  const result = await run(process.execPath, [path, ...args], { cwd: directory });
  expect(result.exitCode, result.stderr).toBe(0);
  return { ...JSON.parse(result.stdout), said: result.stderr };
}

test('two versions of the client in one process, on one pool, do not disturb one another', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, (await schemaSql(null, second)).join(';\n'));
  const script = `
const { Pool } = require('pg');
const pool = new Pool({ connectionString: process.argv[2], max: 2 });
const [one, two] = ['./one', './two'].map((path) => require(path).createClient({ pool }));
await Promise.all([one.person.create({ data: { name: 'a' } }), two.person.create({ data: { fullName: 'b' } })]);
const found = [];
for (let i = 0; i < 3; i += 1)
  found.push(...await Promise.all([one, two].map((db) => db.person.findMany({ orderBy: { id: 'asc' }, take: 1 }))));
const fields = found.map(([row]) => Object.keys(row).join());
const mistakes = [];
for (const data of [{ name: 'x' }, { fullName: 'x' }])
  for (const db of [one, two]) mistakes.push(await db.person.create({ data }).then(() => 'made', (error) => error.constructor.name));
const both = await one.$transaction((tx) => two.person.count().then(async (n) => n === (await tx.person.count())));
await one.$disconnect();
const still = (await two.person.count()) > 0;
await two.$disconnect();
await pool.end();
console.log(JSON.stringify({ fields, mistakes, both, still, apart: require('./one').Prisma.Decimal !== require('./two').Prisma.Decimal }));`;
  expect(await answersOf(script, [database.connectionString])).toEqual({
    fields: Array.from({ length: 3 }, () => ['id,name', 'id,fullName,role']).flat(),
    mistakes: ['made', 'PrismaClientValidationError', 'PrismaClientValidationError', 'made'],
    both: true,
    still: true,
    apart: true,
    said: '',
  });
});

test('where Prisma lacks what the fast path needs, one line says so and Prisma answers', async () => {
  await using database = await createTestDatabase();
  await execute(database.connectionString, (await schemaSql(null, first)).join(';\n'));
  const runtime = join(directory, 'one/dist/runtime/client.js');
  const source = await readFile(runtime, 'utf8');
  const script = `
const db = require('./one').createClient({ connectionString: process.argv[2] });
await db.person.create({ data: { name: 'a' } });
const { name } = await db.person.findFirstOrThrow();
await db.$disconnect();
console.log(JSON.stringify({ name, fastPath: db[Symbol.for('fastPath')] ?? null }));`;
  await writeFile(runtime, source.replaceAll('_executeRequest', '_renamed'));
  try {
    expect(await answersOf(script, [database.connectionString])).toEqual({
      name: 'a',
      fastPath: null,
      said: '@org/db-client-node: the fast path is off: Prisma Client has no _executeRequest. Calls are answered by Prisma.\n',
    });
  } finally {
    await writeFile(runtime, source);
  }
});

const pgbouncer = findPgbouncer();

test.skipIf(pgbouncer === undefined)(
  'behind a pooler of transactions nothing is prepared by option or URL, and instants are right',
  async () => {
    await using database = await createTestDatabase();
    await execute(database.connectionString, (await schemaSql(null, second)).join(';\n'));
    await execute(database.connectionString, 'ALTER TABLE "Person" ADD at timestamptz');
    await using pooler = await startPgbouncer(
      String(pgbouncer),
      database.connectionString,
      'transaction',
      2,
    );
    const script = `
const { createClient } = require('./two');
const [, , url] = process.argv;
const answers = {};
for (const [name, options] of Object.entries({
  url: { connectionString: url + '?pgbouncer=true' },
  option: { connectionString: url, preparedStatements: false },
  slow: { connectionString: url + '?pgbouncer=true', fastPath: false },
})) {
  const db = createClient({ ...options, max: 5 });
  const { id } = await db.person.create({ data: { fullName: name } });
  const work = async (i) => {
    await db.person.update({ where: { id }, data: { fullName: name + i } });
    await db.$transaction((tx) => tx.person.findMany({ where: { id: { gt: i } } }));
    return (await db.person.findUnique({ where: { id } })).role;
  };
  const roles = await Promise.all(Array.from({ length: 40 }, (_, i) => work(i)));
  const at = new Date('2026-01-12T01:02:11.250Z');
  await db.$executeRaw\`UPDATE "Person" SET at = \${at} WHERE id = \${id}\`;
  const [row] = await db.$queryRaw\`SELECT at FROM "Person" WHERE id = \${id}\`;
  const prepared = await db.$queryRawUnsafe('SELECT count(*)::int AS n FROM pg_prepared_statements');
  answers[name] = [new Set(roles).size, row.at.getTime() === at.getTime(), prepared[0].n];
  await db.$disconnect();
}
const placed = createClient({ connectionString: url + '?pgbouncer=true&schema=other' });
await Promise.all([1, 2, 3].map(() => placed.$queryRaw\`SELECT 1\`));
await placed.$disconnect();
const db = createClient({ connectionString: url, preparedStatements: false });
const paths = await Promise.all([1, 2, 3, 4].map(() => db.$queryRawUnsafe('SHOW search_path')));
answers.paths = [...new Set(paths.map(([{ search_path }]) => search_path))];
await db.$disconnect();
console.log(JSON.stringify(answers));`;
    const right = [1, true, 0];
    expect(await answersOf(script, [pooler.connectionString])).toEqual({
      url: right,
      option: right,
      slow: right,
      paths: ['"$user", public'],
      said: '',
    });
  },
);
