import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess } from './run-in-process.ts';
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
  const init = await runInProcess(repository.path, [
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
  runInProcess(repository.path, ['change', 'edit', ...args, ...server]);

function upSql({ path }: TemporaryRepository): string {
  const folder = join(path, 'migrations', '2.0.0');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name, 'up.sql'), 'utf8'))
    .join('\n');
}

/** Statements that give two things each other's name. */
function exchange(
  rename: string,
  one: string,
  other: string,
  target = (name: string): string => `"${name}" TO`,
  quote = '"',
): readonly string[] {
  const step = (from: string, to: string): string =>
    `${rename} ${target(from)} ${quote}${to}${quote}`;
  return [step(one, 'between'), step(other, one), step('between', other)];
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

describe.each([
  {
    what: 'fields',
    before: 'model A {\n  id Int @id\n  a Int\n  b Int\n}\n',
    after:
      'model A {\n  id Int @id\n  /// @renamed from: b\n  a Int\n  /// @renamed from: a\n  b Int\n}\n',
    sql: exchange('ALTER TABLE "A" RENAME COLUMN', 'a', 'b'),
  },
  {
    what: 'columns',
    before: 'model A {\n  id Int @id\n  a Int @map("x")\n  b Int @map("y")\n}\n',
    after: 'model A {\n  id Int @id\n  a Int @map("y")\n  b Int @map("x")\n}\n',
    sql: exchange('ALTER TABLE "A" RENAME COLUMN', 'x', 'y'),
  },
  {
    what: 'models',
    before: 'model A {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}\n',
    after:
      '/// @renamed from: B\nmodel A {\n  id Int @id\n}\n/// @renamed from: A\nmodel B {\n  id Int @id\n}\n',
    sql: [
      ...exchange('ALTER TABLE', 'A', 'B', (name) => `"${name}" RENAME TO`),
      ...exchange('ALTER INDEX', 'A_pkey', 'B_pkey', (name) => `"${name}" RENAME TO`),
    ],
  },
  {
    what: 'enum values',
    before: 'enum E {\n  X\n  Y\n}\nmodel A {\n  id Int @id\n  e E\n}\n',
    after:
      'enum E {\n  /// @renamed from: X\n  Y\n  /// @renamed from: Y\n  X\n}\nmodel A {\n  id Int @id\n  e E\n}\n',
    sql: exchange('ALTER TYPE "E" RENAME VALUE', 'X', 'Y', (name) => `'${name}' TO`, "'"),
  },
  {
    what: 'sides of a join table',
    before: 'model A {\n  id Int @id\n  a A[] @relation("f")\n  b A[] @relation("f")\n}\n',
    after:
      'model A {\n  id Int @id\n  /// @renamed from: a\n  c A[] @relation("f")\n  b A[] @relation("f")\n}\n',
    sql: [
      ...exchange('ALTER TABLE "_f" RENAME COLUMN', 'A', 'B'),
      'ALTER TABLE "_f" DROP CONSTRAINT "_f_AB_pkey", ADD CONSTRAINT "_f_AB_pkey" PRIMARY KEY ("A", "B")',
      'DROP INDEX "_f_B_index"',
      'CREATE INDEX "_f_B_index" ON "_f" ("B")',
      ...exchange('ALTER TABLE "_f" RENAME CONSTRAINT', '_f_A_fkey', '_f_B_fkey'),
    ],
    // The other order of its key is another index, which is built before the names change.
    drafts: ['003_edit', '004_edit_switch'],
  },
])('$what that change places', ({ before, after, sql, drafts = ['003_edit'] }) => {
  const foldersIn = ({ path }: TemporaryRepository): readonly string[] =>
    readdirSync(join(path, 'migrations/2.0.0')).toSorted();
  const migrate = (repository: TemporaryRepository, script: readonly string[]): void => {
    const text = script.map((statement) => `${statement};\n`).join('');
    repository.write('migrations/2.0.0/002_pending/up.sql', text);
    repository.write('migrations/2.0.0/002_pending/down.sql', text);
  };

  test('are left alone where a pending migration exchanges them', async () => {
    using repository = await released(before);
    edit(repository, after);
    migrate(repository, sql);
    const run = await runInProcess(repository.path, ['migration', 'new', 'edit', ...server]);
    expect(run.code, run.stderr).toBe(0);
    expect(foldersIn(repository)).toEqual(['002_pending']);
  });

  test('are exchanged where the pending migration does something else', async () => {
    using repository = await released(before);
    edit(repository, after);
    migrate(repository, ['SELECT 1']);
    const run = await runInProcess(repository.path, ['migration', 'new', 'edit', ...server]);
    expect(run.code, run.stderr).toBe(0);
    expect(foldersIn(repository)).toEqual(['002_pending', ...drafts]);
  });
});

test('a rename to a name that another column had stops the change and the check', async () => {
  using repository = await released('model A {\n  id Int @id\n  a Int\n  b Int\n}\n');
  edit(repository, 'model A {\n  id Int @id\n  a Int\n  /// @renamed from: a\n  b Int\n}\n');
  for (const run of [
    await change(repository),
    await runInProcess(repository.path, ['check', ...server]),
  ]) {
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('error RENAME_UNKNOWN: b is said to be renamed from a');
  }
  const shown = await runInProcess(repository.path, ['diff']);
  expect(shown.stdout).toContain('RENAME_TARGET_KEPT');
});
