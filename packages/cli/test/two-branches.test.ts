import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAll, exampleRepository } from './released-repository.ts';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import type { TemporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];

function git({ path }: TemporaryRepository, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...who, ...args], { cwd: path, encoding: 'utf8', stdio: 'pipe' });
}

const changeset = (words: string): string => `---\n"@acme/db-client": minor\n---\n\n${words}\n`;

/** A branch from main with a table, its migration and its changeset, committed. */
async function branch(repository: TemporaryRepository, name: string): Promise<void> {
  git(repository, 'switch', '--quiet', '--create', name, 'main');
  repository.write(
    `schema/${name}.prisma`,
    `model ${name.toUpperCase()} {\n  id String @id @db.Uuid\n}\n`,
  );
  const run = await runInProcess(repository.path, ['migration', 'new', `add_${name}`, ...server]);
  expect(run).toMatchObject({ code: 0, stdout: `migrations/2.1.0/007_add_${name}\n` });
  repository.write(`.changeset/${name}.md`, changeset(`\`${name.toUpperCase()}\` is new.`));
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', name);
}

const migrationsIn = ({ path }: TemporaryRepository, version: string): readonly string[] =>
  readdirSync(join(path, 'migrations', version)).sort();

test('two branches with one number: check names both, renumber lets mine come last', async () => {
  using repository = exampleRepository();
  const run = (...args: readonly string[]) => runInProcess(repository.path, args);
  commitAll(repository, 'Start');
  await branch(repository, 'zebra');
  await branch(repository, 'aardvark');
  // The zebra was merged first.
  git(repository, 'switch', '--quiet', 'main');
  git(repository, 'merge', '--quiet', '--no-edit', 'zebra');
  git(repository, 'switch', '--quiet', 'aardvark');
  git(repository, 'merge', '--quiet', '--no-edit', 'main');

  const check = await run('check', ...server);
  expect(check.code).toBe(1);
  expect(check.stdout).toBe(
    [
      'migrations/2.1.0/007_add_zebra: MIGRATION_NUMBER_TAKEN migrations/2.1.0/007_add_aardvark and migrations/2.1.0/007_add_zebra have the same number.',
      '  fix: Run `schemactl migration renumber`: the newer one, which the main branch does not have, comes after the others.',
      '',
    ].join('\n'),
  );
  const renumbered = await run('migration', 'renumber');
  expect(renumbered).toMatchObject({
    code: 0,
    stdout: 'migrations/2.1.0/007_add_aardvark -> migrations/2.1.0/008_add_aardvark\n',
  });
  expect(migrationsIn(repository, '2.1.0')).toEqual(['007_add_zebra', '008_add_aardvark']);
  expect(await run('check', ...server)).toMatchObject({ code: 0, stdout: '' });
  const nothing = await run('migration', 'renumber', '--json');
  expect(jsonOf(nothing)).toEqual({ kind: 'migrationsRenumbered', migrations: [] });
});

test('a release that came in between: what it does not have goes to the next version', async () => {
  using repository = exampleRepository();
  const run = (...args: readonly string[]) => runInProcess(repository.path, args);
  for (const name of ['client', 'client-node', 'types']) {
    repository.write(
      `packages/${name}/package.json`,
      `{ "name": "@acme/db-${name}", "version": "2.1.0" }`,
    );
  }
  repository.write(
    'package.json',
    '{ "name": "w", "private": true, "workspaces": ["packages/*"] }',
  );
  repository.write('package-lock.json', '{}');
  commitAll(repository, 'Start');
  await branch(repository, 'mine');
  await branch(repository, 'theirs');
  git(repository, 'switch', '--quiet', 'main');
  git(repository, 'merge', '--quiet', '--no-edit', 'theirs');
  git(repository, 'rm', '--quiet', '.changeset/theirs.md');
  expect(await run('version', 'create', '--date', '2026-11-20', ...server)).toMatchObject({
    code: 0,
  });
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'Release 2.1.0');
  git(repository, 'switch', '--quiet', 'mine');
  git(repository, 'merge', '--quiet', '--no-edit', 'main');

  const check = await run('check', ...server);
  expect(check.stdout).toContain(
    'migrations/2.1.0/007_add_mine belongs to no release, and 2.1.0 is already out.',
  );
  expect(await run('migration', 'renumber', 'nope')).toMatchObject({ code: 1 });
  expect(await run('migration', 'renumber', 'add_mine')).toMatchObject({
    stdout: 'migrations/2.1.0/007_add_mine -> migrations/2.2.0/008_add_mine\n',
  });
  expect(await run('check', ...server)).toMatchObject({ code: 0, stdout: '' });
});

test('without git the names decide', async () => {
  using repository = exampleRepository();
  for (const name of ['b', 'a']) {
    repository.write(`migrations/2.1.0/007_${name}/up.sql`, `CREATE TABLE ${name} (id int);\n`);
    repository.write(`migrations/2.1.0/007_${name}/down.sql`, `DROP TABLE ${name};\n`);
  }
  expect(await runInProcess(repository.path, ['migration', 'renumber'])).toMatchObject({
    stdout: 'migrations/2.1.0/007_b -> migrations/2.1.0/008_b\n',
  });
  expect(repository.read('migrations/2.1.0/008_b/down.sql')).toBe('DROP TABLE b;\n');
});
