import { expect, test } from 'vitest';
import { jsonOf, runCli } from './run-cli.ts';
import { temporaryRepository } from './temporary-repository.ts';

const user = 'model User {\n  id Int @id\n}\n';

test('a valid schema: what it holds, on stdout', async () => {
  using repository = temporaryRepository({ 'schema/user.prisma': user, 'deep/er/x.txt': '' });
  const run = await runCli(`${repository.path}/deep/er`, ['validate']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(
    /^The schema is valid: 1 model, 0 views, 0 enums, in 1 file\.\nsha256:[0-9a-f]{64}\n$/,
  );
  const json = await runCli(repository.path, ['--json', 'validate']);
  expect(jsonOf(json)).toMatchObject({
    kind: 'validSchema',
    models: 1,
    files: ['schema/user.prisma'],
  });
});

test('every mistake with its file, line, column and line; paths from where the person stands', async () => {
  using repository = temporaryRepository({
    'schema/a.prisma': 'model A {\n  id Int @id\n  b Strin\n}\n',
    'schema/b.prisma': 'model B {\n  id Int @id @nope\n}\n',
  });
  const run = await runCli(repository.path, ['validate']);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain('error SCHEMA_INVALID: The schema has 2 mistakes.');
  expect(run.stderr).toMatch(/schema\/a\.prisma:3:5: .*\n {4}b Strin\n {6}\^/);
  expect(run.stderr).toContain('schema/b.prisma:2:');
  expect(run.stderr).not.toContain('at ');

  const json = await runCli(repository.path, ['validate', '--json', '--cwd', 'schema']);
  expect(json.code).toBe(1);
  expect(jsonOf(json)).toMatchObject({
    kind: 'error',
    code: 'SCHEMA_INVALID',
    meta: { mistakes: [{ file: 'a.prisma', line: 3, column: 5 }, { file: 'b.prisma' }] },
  });
});

test('a file outside any repository can be validated, its own schema cannot be found there', async () => {
  using folder = temporaryRepository({ 'next.prisma': user }, { config: false });
  expect(await runCli(folder.path, ['validate', 'next.prisma'])).toMatchObject({ code: 0 });
  const run = await runCli(folder.path, ['validate']);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain(`error REPOSITORY_NOT_FOUND: ${folder.path} is not in a schema`);
  expect(run.stderr).toContain('fix: ');
  const missing = await runCli(folder.path, ['validate', 'missing.prisma']);
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.stderr).toContain('error SCHEMA_NOT_FOUND');
});

const unfollowed =
  'model User {\n  id Int @id\n  createdAt Int\n  /// @python.name id\n  created_at Int\n}\n';

test('a client that cannot be generated is a mistake, until it is mended or not chosen', async () => {
  using repository = temporaryRepository({ 'schema/user.prisma': unfollowed });
  const run = await runCli(repository.path, ['validate']);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain(
    'schema/user.prisma:5:3: Model User: the annotation @python.name of created_at has id, which is the name of id.',
  );

  const mended = unfollowed.replace('  /// @python.name id\n', '');
  using other = temporaryRepository({ 'schema/user.prisma': mended });
  expect(await runCli(other.path, ['validate'])).toMatchObject({ code: 0 });

  using without = temporaryRepository(
    {
      'schema/user.prisma': unfollowed,
      'schema.config.json': '{ "scope": "@acme", "name": "db", "clients": { "python": false } }',
    },
    { config: false },
  );
  expect(await runCli(without.path, ['validate'])).toMatchObject({ code: 0 });
});
