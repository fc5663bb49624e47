import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { exampleRepository } from './released-repository.ts';
import { jsonOf, runCli } from './run-cli.ts';

const server = process.env.TEST_DATABASE_URL ?? '';

test('clients of the last release go on beside those of the next one', async () => {
  using repository = exampleRepository();
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const migrations = join(repository.path, 'migrations');
  await up({ connection, migrations });
  const reviews = repository.read('schema/reviews.prisma');
  repository.write(
    'schema/reviews.prisma',
    reviews.replace(/helpfulCount( +)Int( +)@default\(0\)/, 'helpfulCount$1BigInt$2@default(0)'),
  );
  const make = ['migration', 'new', 'count_more', '--beside', '--server', server, '--json'];
  const run = await runCli(repository.path, make);
  expect(run.stderr).toBe('');
  expect(jsonOf(run)).toMatchObject({ version: '3.0.0' });
  expect(JSON.parse(repository.read('migrations/3.0.0/layout.json'))).toMatchObject({
    versions: [{ version: '2.0.0' }, { version: '3.0.0' }],
  });
  expect(await up({ connection, migrations })).toMatchObject({ toVersion: '3.0.0' });

  const client = new pg.Client({ connectionString: connection });
  await client.connect();
  const { rows } = await client.query(
    `SELECT table_schema, data_type FROM information_schema.columns
     WHERE table_name = 'reviews' AND column_name = 'helpful_count' ORDER BY 1`,
  );
  await client.end();
  expect(rows).toEqual([
    { table_schema: 'db_2_0_0', data_type: 'integer' },
    { table_schema: 'db_3_0_0', data_type: 'bigint' },
    { table_schema: 'public', data_type: 'integer' },
  ]);

  const again = await runCli(repository.path, make);
  expect(jsonOf(again)).toMatchObject({ migrations: [] });
  repository.write(
    'schema/reviews.prisma',
    repository.read('schema/reviews.prisma').replace('@map("helpful_count")', '@map("helpful")'),
  );
  const more = await runCli(repository.path, make);
  expect(jsonOf(more)).toMatchObject({ code: 'MIGRATION_PHASES_WRITTEN' });
});

test('what keeps clients from going on is told, with what to write', async () => {
  using repository = exampleRepository();
  const reviews = repository.read('schema/reviews.prisma');
  repository.write(
    'schema/reviews.prisma',
    reviews.replace(/helpfulCount( +)Int( +)@default\(0\)/, 'helpfulCount$1String$2'),
  );
  const make = ['migration', 'new', 'count_in_words', '--beside', '--server', server];
  const { code, stderr } = await runCli(repository.path, make);
  expect(code).not.toBe(0);
  expect(stderr).toContain('Review.helpfulCount: Decide on what becomes of values');
  expect(stderr).toContain('/// @down CASE');
});
