import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canBeBound, jsonOf, runCli } from './run-cli.ts';
import { temporaryRepository } from './temporary-repository.ts';

const untidy = { 'schema/a.prisma': 'model A {\nid   Int @id\n}\n' };
const tidy = 'model A {\n  id Int @id\n}\n';

test('--check names the files and changes nothing; format rewrites them', async () => {
  using repository = temporaryRepository({
    ...untidy,
    'schema/b.prisma': 'model B {\n  id Int @id\n}\n',
  });
  const check = await runCli(repository.path, ['format', '--check']);
  expect(check).toMatchObject({ code: 1, stdout: 'schema/a.prisma\n' });
  expect(repository.read('schema/a.prisma')).toBe(untidy['schema/a.prisma']);

  expect(await runCli(repository.path, ['format'])).toEqual({
    code: 0,
    stdout: 'schema/a.prisma\n',
    stderr: '1 file formatted.\n',
  });
  expect(repository.read('schema/a.prisma')).toBe(tidy);
  const again = await runCli(repository.path, ['format', '--check', '--json']);
  expect(again.code).toBe(0);
  expect(jsonOf(again)).toEqual({ kind: 'formatCheck', files: [] });
});

test('a broken schema is left alone', async () => {
  const broken = 'model A {\nid Int @id\n  bs B[\n}\n';
  using repository = temporaryRepository({ 'schema/a.prisma': broken });
  const run = await runCli(repository.path, ['format']);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('schema/a.prisma:3:3');
  expect(repository.read('schema/a.prisma')).toBe(broken);
});

test.runIf(canBeBound)('a folder that is closed to the account', async () => {
  using repository = temporaryRepository(untidy);
  const folder = join(repository.path, 'schema');
  chmodSync(folder, 0o555);
  const run = await runCli(repository.path, ['format'], { isBoundByPermissions: true });
  chmodSync(folder, 0o755);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toMatch(/^error FILE_ACCESS_FAILED: .*schema\/a\.prisma/);
  expect(run.stderr).toContain('why: The permissions');
  expect(repository.read('schema/a.prisma')).toBe(untidy['schema/a.prisma']);
});
