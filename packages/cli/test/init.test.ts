import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonOf, runCli } from './run-cli.ts';
import { temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];

const project = {
  'package.json': '{ "name": "@acme/shop" }\n',
  'prisma/schema.prisma':
    'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\nmodel Item {\n  id    Int     @id @default(autoincrement())\n  title String\n  note  String?\n}\n',
  'prisma/migrations/20240101000000_init/migration.sql':
    'CREATE TABLE "Item" ("id" SERIAL NOT NULL, "title" TEXT NOT NULL, CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));\n',
  'prisma/migrations/20240201000000_add_note/migration.sql':
    'ALTER TABLE "Item" ADD COLUMN "note" TEXT;\n',
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
};

test('a Prisma project becomes the release 1.0.0, and its own files stay as they are', async () => {
  using folder = temporaryRepository(project, { config: false });
  const run = await runCli(folder.path, ['init', '--yes', '--json', ...server]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(jsonOf(run)).toMatchObject({
    kind: 'repositoryCreated',
    scope: '@acme',
    name: 'db',
    adopted: join(folder.path, 'prisma/schema.prisma'),
    left: ['package.json'],
  });
  for (const [file, content] of Object.entries(project)) expect(folder.read(file)).toBe(content);
  expect(readdirSync(join(folder.path, 'migrations/1.0.0')).toSorted()).toEqual([
    '001_init',
    '002_add_note',
    'structure.json',
  ]);
  expect(await runCli(folder.path, ['validate'])).toMatchObject({ code: 0 });
  expect(await runCli(folder.path, ['check', ...server])).toMatchObject({ code: 0, stdout: '' });
});

test('migrations that do not make the schema: nothing is written', async () => {
  using folder = temporaryRepository(
    {
      ...project,
      'prisma/migrations/20240201000000_add_note/migration.sql': 'SELECT 1;\n',
    },
    { config: false },
  );
  const run = await runCli(folder.path, ['init', '--yes', ...server]);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error ADOPTION_MISMATCH');
  expect(run.stderr).toContain('note');
  expect(readdirSync(folder.path).toSorted()).toEqual(['package.json', 'prisma']);
});

test('what is there is not overwritten, and nobody is asked without a terminal', async () => {
  using folder = temporaryRepository({ 'schema/schema.prisma': 'mine' }, { config: false });
  const taken = await runCli(folder.path, ['init', '--yes']);
  expect(taken).toMatchObject({ code: 1, stdout: '' });
  expect(taken.stderr).toContain('error REPOSITORY_NOT_EMPTY');
  expect(folder.read('schema/schema.prisma')).toBe('mine');
  expect(readdirSync(folder.path)).toEqual(['schema']);

  const silent = await runCli(folder.path, ['init', 'new']);
  expect(silent).toMatchObject({ code: 2, stdout: '' });
  expect(silent.stderr).toContain('Nobody is there to ask for --scope.');
  const dirty = await runCli(folder.path, ['init', 'new', '--scope', 'Acme Inc', '--name', 'db']);
  expect(dirty).toMatchObject({ code: 2, stdout: '' });
  expect(dirty.stderr).toContain('--scope Acme Inc: A scope is @');
  expect(existsSync(join(folder.path, 'new'))).toBe(false);
});
