import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { exampleRepository } from './released-repository.ts';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import type { TemporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];

/** Edits the example schema: no two companies have one name. */
function addUnique(repository: TemporaryRepository): string {
  const path = 'schema/companies.prisma';
  repository.write(
    path,
    repository.read(path).replace('  @@index([parentId])', '$&\n  @@unique([name])'),
  );
  return path;
}

test('new constraints are minor once every row keeps them, and the schema says so', async () => {
  using repository = exampleRepository();
  await using database = await createTestDatabase();
  const migrations = `${repository.path}/migrations`;
  await up({ connection: database.connectionString, migrations });
  const data = ['--data', database.connectionString];
  const path = addUnique(repository);
  const run = (...args: readonly string[]) => runInProcess(repository.path, args);
  const bump = async (...args: readonly string[]): Promise<unknown> =>
    (jsonOf(await run('diff', '--json', ...args)) as { readonly bump: unknown }).bump;

  const client = new pg.Client(database.connectionString);
  await client.connect();
  await client.query(`INSERT INTO companies (slug, name) VALUES ('a', 'Acme'), ('b', 'Acme')`);
  expect(await bump()).toBe('major');
  const broken = await run('diff', ...data);
  expect(broken.stderr).toContain('Company.@@unique([name]): 1 value repeats');
  expect(await bump(...data)).toBe('major');

  await client.query('UPDATE companies SET name = slug');
  await client.end();
  expect(await bump(...data)).toBe('minor');
  const change = await run('change', 'one_name', ...data, ...server);
  expect(change.code, change.stderr).toBe(0);
  expect(repository.read(path)).toMatch(
    /^\/\/\/ @checked @@unique\(\[name\]\) on \d{4}-\d\d-\d\d\nmodel Company \{/m,
  );
  expect(repository.read('.changeset/one-name.md')).toContain('"@acme/db-client": minor');
  expect(await bump()).toBe('minor');
  expect(await run('check', ...server)).toMatchObject({ code: 0 });
});

test('a database that cannot be asked is told with the constraint', async () => {
  using repository = exampleRepository();
  await using database = await createTestDatabase();
  addUnique(repository);
  const run = await runInProcess(repository.path, ['diff', '--data', database.connectionString]);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error DATA_CHECK_FAILED');
  expect(run.stderr).toContain('relation "companies" does not exist');
});
