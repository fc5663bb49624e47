import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { type TemporaryRepository, temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];
const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

/** A repository with this schema released as 1.0.0, by `init` from a Prisma project. */
async function released(models: string): Promise<TemporaryRepository> {
  const repository = temporaryRepository(
    { 'prisma/schema.prisma': `${datasource}${models}` },
    { config: false },
  );
  const names = ['--scope', '@acme', '--name', 'db'];
  const init = await runCli(repository.path, [
    'init',
    '--from',
    'prisma/schema.prisma',
    ...names,
    ...server,
  ]);
  expect(init.code, init.stderr).toBe(0);
  return repository;
}

const edit = (repository: TemporaryRepository, models: string): void =>
  repository.write('schema/schema.prisma', `${datasource}${models}`);

const change = (repository: TemporaryRepository, ...args: readonly string[]) =>
  runCli(repository.path, ['change', 'edit', ...args, ...server]);

function upSql({ path }: TemporaryRepository): string {
  const folder = join(path, 'migrations', '2.0.0');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name, 'up.sql'), 'utf8'))
    .join('\n');
}

test('a chain of renames keeps every value, and is done then', async () => {
  using repository = await released('model A {\n  id Int @id\n  a String\n  b String\n}\n');
  edit(
    repository,
    'model A {\n  id Int @id\n  /// @renamed from: a\n  b String\n  /// @renamed from: b\n  c String\n}\n',
  );
  const run = await change(repository);
  expect(run.code, run.stderr).toBe(0);
  expect(upSql(repository)).toMatch(/RENAME COLUMN "b" TO "c";[\s\S]*RENAME COLUMN "a" TO "b";/);
  expect(run.stderr).toMatch(/^up +public\."A" +5 +5 +0 +0 +0 +a -> b, b -> c$/m);
  const again = await change(repository);
  expect(again).toMatchObject({ code: 0, stdout: '' });
  expect(again.stderr).toContain('The changesets tell all of it already.');
});

test('a join table keeps its rows where the names of its models change their order', async () => {
  const models = (article: string, field: string): string =>
    `${article} {\n  id Int @id\n  tags Tag[]\n}\nmodel Tag {\n  id String @id\n  ${field}\n}\n`;
  using repository = await released(models('model Article', 'articles Article[]'));
  edit(repository, models('/// @renamed from: Article\nmodel Zine', 'zines Zine[]'));
  const unanswered = await change(repository);
  expect(unanswered).toMatchObject({ code: 1, stdout: '' });
  expect(unanswered.stderr).toContain('error RENAME_UNCLEAR');
  const run = await change(repository, '--rename', 'Tag.articles=Tag.zines');
  expect(run.code, run.stderr).toBe(0);
  expect(upSql(repository)).not.toContain('DROP TABLE');
  expect(run.stderr).toMatch(
    /^up +public\."_ArticleToTag" -> public\."_TagToZine" +5 +5 +0 +0 +0 +A -> B, B -> A$/m,
  );
  expect(await change(repository)).toMatchObject({ code: 0, stdout: '' });
});

test.each([
  [
    'fields, by annotation',
    'a Int\n  b Int',
    '/// @renamed from: b\n  a Int\n  /// @renamed from: a\n  b Int',
    [],
  ],
  [
    'fields, by answer',
    'a Int\n  b Int',
    'a Int\n  b Int',
    ['--rename', 'A.a=A.b', '--rename', 'A.b=A.a'],
  ],
  ['columns', 'a Int @map("x")\n  b Int @map("y")', 'a Int @map("y")\n  b Int @map("x")', []],
])(
  '%s that change places stop the change, and nothing is written',
  async (_, before, after, args) => {
    const model = (fields: string): string => `model A {\n  id Int @id\n  ${fields}\n}\n`;
    using repository = await released(model(before));
    edit(repository, model(after));
    const run = await change(repository, ...args);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(
      /error RENAME_UNKNOWN: .*names change places\.\n {2}fix: First give [ab] a name/,
    );
    expect(readdirSync(join(repository.path, 'migrations'))).not.toContain('2.0.0');
    if (args.length > 0) return;
    const check = await runCli(repository.path, ['check', ...server]);
    expect(check.code).toBe(1);
    expect(check.stdout).toContain('MIGRATION_MISSING');
  },
);

test('a rename to a name that another column had stops the change and the check', async () => {
  using repository = await released('model A {\n  id Int @id\n  a Int\n  b Int\n}\n');
  edit(repository, 'model A {\n  id Int @id\n  a Int\n  /// @renamed from: a\n  b Int\n}\n');
  for (const run of [
    await change(repository),
    await runCli(repository.path, ['check', ...server]),
  ]) {
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('error RENAME_UNKNOWN: b is said to be renamed from a');
  }
  const shown = await runCli(repository.path, ['diff']);
  expect(shown.stdout).toContain('RENAME_TARGET_KEPT');
});
