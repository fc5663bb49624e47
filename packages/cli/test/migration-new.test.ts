import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import { up, verify } from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { exampleRepository } from './released-repository.ts';
import { type CliRun, jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

const server = process.env.TEST_DATABASE_URL ?? '';

function newMigration(folder: string, ...args: readonly string[]): Promise<CliRun> {
  return runInProcess(folder, ['migration', 'new', ...args, '--server', server]);
}

test('a change becomes a numbered migration of the next version, which runs', async () => {
  using repository = exampleRepository();
  repository.write(
    'schema/tags.prisma',
    'model Tag {\n  id   Int    @id @default(autoincrement())\n  name String @unique\n}\n',
  );
  const run = await newMigration(repository.path, 'add_tags');
  expect(run).toMatchObject({ code: 0, stdout: 'migrations/2.1.0/007_add_tags\n' });
  expect(run.stderr).toContain('migrations/2.1.0/007_add_tags: going back ');
  expect(repository.read('migrations/2.1.0/007_add_tags/up.sql')).toContain('CREATE TABLE "Tag"');
  expect(repository.read('migrations/2.1.0/007_add_tags/down.sql')).toContain('DROP TABLE "Tag"');

  // Work goes on from there: what is pending is not drafted again, and the version stays.
  const nothing = await newMigration(repository.path, 'again');
  expect(nothing).toMatchObject({ code: 0, stdout: '' });
  expect(nothing.stderr).toContain('no migration is needed');
  repository.write(
    'schema/tags.prisma',
    'model Tag {\n  id   Int    @id @default(autoincrement())\n  name String @unique\n  note String?\n}\n',
  );
  const more = await newMigration(repository.path, 'tag_notes', '--json');
  expect(jsonOf(more)).toMatchObject({
    kind: 'migrationsCreated',
    version: '2.1.0',
    migrations: [{ folder: 'migrations/2.1.0/008_tag_notes' }],
  });
  expect(repository.read('migrations/2.1.0/008_tag_notes/up.sql')).not.toContain('CREATE TABLE');

  await using database = await createTestDatabase();
  const migrations = join(repository.path, 'migrations');
  const connection = database.connectionString;
  expect(await up({ connection, migrations })).toMatchObject({ toVersion: '2.1.0' });
  await expect(verify({ connection, migrations })).rejects.toMatchObject({
    code: 'MIGRATION_SNAPSHOT_MISSING',
  });
});

test('the first migration of a new repository is 1.0.0/001', async () => {
  using repository = temporaryRepository({
    'schema/a.prisma': 'model A {\n  id Int @id\n}\n',
  });
  const run = await newMigration(repository.path, 'init');
  expect(run).toMatchObject({ code: 0, stdout: 'migrations/1.0.0/001_init\n' });
  expect(readdirSync(join(repository.path, 'migrations/1.0.0'))).toEqual(['001_init']);
});

test('what may be a rename is not guessed: an answer is asked for, written down and kept', async () => {
  using repository = exampleRepository();
  const reviews = repository.read('schema/reviews.prisma');
  repository.write('schema/reviews.prisma', reviews.replace(/^ {2}title( +)/m, '  headline$1'));
  const unclear = await newMigration(repository.path, 'rename');
  expect(unclear).toMatchObject({ code: 1, stdout: '' });
  expect(unclear.stderr).toContain(
    'error RENAME_UNCLEAR: Review.title is gone and Review.headline',
  );
  expect(unclear.stderr).toContain('--rename Review.title=Review.headline');
  expect(readdirSync(join(repository.path, 'migrations'))).not.toContain('3.0.0');

  const run = await newMigration(repository.path, 'rename', '--rename', 'Review.title=headline');
  expect(run).toMatchObject({ code: 0, stdout: 'migrations/3.0.0/007_rename\n' });
  expect(repository.read('migrations/3.0.0/007_rename/up.sql')).toMatch(
    /RENAME COLUMN "?title"? TO "?headline"?/,
  );
  expect(repository.read('schema/reviews.prisma')).toMatch(
    /^ {2}\/\/\/ @renamed from: title\n {2}headline /m,
  );
});

test.each([
  ['Add ratings!', 'schemactl migration new add_ratings'],
  ['../evil', 'schemactl migration new evil'],
  ['', 'schemactl migration new add_ratings'],
  ['7seven', 'schemactl migration new seven'],
])('the name %j is not understood, and one that would be is offered', async (name, fix) => {
  using repository = temporaryRepository({
    'schema/a.prisma': 'model A {\n  id Int @id\n}\n',
  });
  const run = await newMigration(repository.path, name);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(`fix: ${fix}`);
  expect(readdirSync(repository.path).toSorted()).toEqual(['schema', 'schema.config.json']);
});

test('a rename that does not fit is refused', async () => {
  using repository = exampleRepository();
  const unknown = await newMigration(repository.path, 'x', '--rename', 'Review.nope=text');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('error RENAME_UNKNOWN');
  const usage = await newMigration(repository.path, 'x', '--rename', 'Review.nope');
  expect(usage).toMatchObject({ code: 2, stdout: '' });
});
