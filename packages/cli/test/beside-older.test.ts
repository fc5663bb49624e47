import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { abandon, adopt, contract, up, verify } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { exampleRepository } from './released-repository.ts';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

const server = process.env.TEST_DATABASE_URL ?? '';
const root = join(import.meta.dirname, '../../..');

test('clients of the last releases go on beside those of the next one', async () => {
  using repository = exampleRepository();
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const migrations = join(repository.path, 'migrations');
  // Its clients stay where they are; those of 2.0.0 find their views when the next version comes.
  await up({ connection, migrations, to: '1.1.0' });
  await adopt({ connection, migrations });
  await up({ connection, migrations });
  const reviews = repository.read('schema/reviews.prisma');
  repository.write(
    'schema/reviews.prisma',
    reviews.replace(/helpfulCount( +)Int( +)@default\(0\)/, 'helpfulCount$1BigInt$2@default(0)'),
  );
  const make = [
    'migration',
    'new',
    'count_more',
    '--oldest',
    '1.1.0',
    '--server',
    server,
    '--json',
  ];
  const run = await runInProcess(repository.path, make);
  expect(run.stderr).toBe('');
  expect(jsonOf(run)).toMatchObject({ version: '3.0.0' });
  expect(JSON.parse(repository.read('migrations/3.0.0/layout.json'))).toMatchObject({
    versions: [{ version: '1.1.0' }, { version: '2.0.0' }, { version: '3.0.0' }],
  });
  expect(await up({ connection, migrations })).toMatchObject({ toVersion: '3.0.0' });

  const client = new pg.Client({ connectionString: connection });
  await client.connect();
  const { rows } = await client.query(
    `SELECT table_schema, data_type FROM information_schema.columns
     WHERE table_name = 'reviews' AND column_name = 'helpful_count' ORDER BY 1`,
  );
  expect(rows).toEqual([
    { table_schema: 'db_1_1_0', data_type: 'integer' },
    { table_schema: 'db_2_0_0', data_type: 'integer' },
    { table_schema: 'db_3_0_0', data_type: 'bigint' },
    { table_schema: 'public', data_type: 'integer' },
  ]);
  // Who has views already keeps them, and when the newest version is taken back, too.
  const schemas = async () =>
    (
      await client.query(
        `SELECT nspname AS name FROM pg_namespace WHERE nspname ~ '^db_' ORDER BY 1`,
      )
    ).rows;
  await abandon({ connection, migrations, version: '3.0.0', allowDataLoss: true });
  expect(await schemas()).toEqual([{ name: 'db_1_1_0' }, { name: 'db_2_0_0' }]);
  await client.query('SELECT body FROM db_1_1_0.reviews; SELECT content FROM db_2_0_0.reviews');
  await up({ connection, migrations });
  await contract({ connection, migrations, version: '2.0.0' });
  expect(await schemas()).toEqual([{ name: 'db_3_0_0' }]);
  await client.end();

  const again = await runInProcess(repository.path, make);
  expect(jsonOf(again)).toMatchObject({ migrations: [] });
  repository.write(
    'schema/reviews.prisma',
    repository.read('schema/reviews.prisma').replace('@map("helpful_count")', '@map("helpful")'),
  );
  const more = await runInProcess(repository.path, make);
  expect(jsonOf(more)).toMatchObject({ code: 'MIGRATION_PHASES_WRITTEN' });
});

test('after its contracts the database of the example differs from the schema in what it did before', async () => {
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  const options = { connection, migrations: join(root, 'migrations') };
  const differences = async (version: string): Promise<readonly string[]> => {
    const run = await runInProcess(root, ['diff', version, connection, '--json']);
    const { changes } = jsonOf(run) as {
      readonly changes: readonly { readonly id: string; readonly path: string }[];
    };
    return changes.map(({ id, path }) => `${id} ${path}`);
  };
  await up({ ...options, to: '1.1.0' });
  await adopt(options);
  await up({ ...options, to: '2.0.0' });
  // Its migrations have indexes and materialized views that the schema language cannot say.
  const alone = await differences('2.0.0');
  await up(options);
  expect(await differences('3.0.0')).not.toEqual(alone);
  await contract({ ...options, version: '1.1.0' });
  await contract({ ...options, version: '2.0.0' });
  expect(await differences('3.0.0')).toEqual(alone);
  expect(await verify(options)).toMatchObject({ version: '3.0.0', differences: [] });
});

test('three releases alive on one database, which two contracts bring to what the last one says', async () => {
  using repository = temporaryRepository({}, { config: false });
  const run = async (...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await runInProcess(repository.path, args);
    expect(code, stderr).toBe(0);
  };
  const release = async (version: string, post: string): Promise<void> => {
    const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
    repository.write('schema/schema.prisma', `${datasource}\nmodel Post {\n${post}\n}\n`);
    const beside = version === '2.0.0' ? ['--beside'] : [];
    await run('migration', 'new', 'posts', ...beside, '--server', server);
    for (const name of ['crm-client', 'crm-client-node', 'crm-types']) {
      const file = `packages/${name}/package.json`;
      const manifest = JSON.parse(repository.read(file));
      repository.write(file, JSON.stringify({ ...manifest, version }));
    }
    await run('version', 'create', '--date', '2026-01-02', '--server', server);
  };
  await run('init', '--scope', '@acme', '--name', 'crm');
  rmSync(join(repository.path, 'migrations/1.0.0'), { recursive: true });
  rmSync(join(repository.path, '.changeset/first-release.md'));
  const id = '  id Int @id @default(autoincrement())\n';
  await release('1.0.0', `${id}  title String\n  likes Int @default(0)`);
  await release('2.0.0', `${id}  title String\n  likes BigInt @default(0)`);
  await run('migration', 'lint', '2.0.0');
  await run('migration', 'test', '2.0.0', '--server', server);
  const renamed = '  /// @renamed from: title\n  heading String';
  await release('3.0.0', `${id}${renamed}\n  likes BigInt @default(7)`);
  await run('migration', 'test', '3.0.0', '--server', server);

  await using database = await createTestDatabase();
  const options = {
    connection: database.connectionString,
    migrations: join(repository.path, 'migrations'),
  };
  await up({ ...options, to: '1.0.0' });
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  const ask = async (sql: string): Promise<unknown> => (await client.query(sql)).rows;
  await ask(`INSERT INTO "Post" (title) VALUES ('a')`);
  await up(options);
  await ask(`INSERT INTO db_1_0_0."Post" (title) VALUES ('b')`);
  await ask(`INSERT INTO db_3_0_0."Post" (heading) VALUES ('c')`);
  await ask('UPDATE db_2_0_0."Post" SET likes = likes + 1');
  expect(await ask('SELECT title, likes FROM db_1_0_0."Post" ORDER BY id')).toEqual([
    { title: 'a', likes: 1 },
    { title: 'b', likes: 1 },
    { title: 'c', likes: 8 },
  ]);
  expect(await verify(options)).toMatchObject({ version: '3.0.0', differences: [] });
  await contract({ ...options, version: '1.0.0' });
  await contract({ ...options, version: '2.0.0' });
  expect(await verify(options)).toMatchObject({ version: '3.0.0', differences: [] });
  const left = await runInProcess(repository.path, ['diff', '3.0.0', options.connection, '--json']);
  expect(jsonOf(left)).toMatchObject({ changes: [] });
  expect(await ask('SELECT heading, likes FROM "Post" ORDER BY id')).toEqual([
    { heading: 'a', likes: '1' },
    { heading: 'b', likes: '1' },
    { heading: 'c', likes: '8' },
  ]);
  await client.end();
});

test('what keeps clients from going on is told, with what to write', async () => {
  using repository = exampleRepository();
  const reviews = repository.read('schema/reviews.prisma');
  repository.write(
    'schema/reviews.prisma',
    reviews.replace(/helpfulCount( +)Int( +)@default\(0\)/, 'helpfulCount$1String$2'),
  );
  const make = ['migration', 'new', 'count_in_words', '--beside', '--server', server];
  const { code, stderr } = await runInProcess(repository.path, make);
  expect(code).not.toBe(0);
  expect(stderr).toContain('Review.helpfulCount: Decide on what becomes of values');
  expect(stderr).toContain('/// @down CASE');
});
