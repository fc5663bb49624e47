import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import { temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];
const account = 'model Account {\n  id    String  @id @default(uuid()) @db.Uuid\n  email String\n';

test('from nothing to a second release: init, check, version, change, check', async () => {
  using folder = temporaryRepository({}, { config: false });
  const run = (...args: readonly string[]) => runInProcess(folder.path, args);

  const init = await run('init', '--scope', '@acme', '--name', 'crm');
  expect(init.code).toBe(0);
  expect(init.stdout.split('\n')).toContain('migrations/1.0.0/001_init/up.sql');
  expect(await run('check', ...server)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Nothing stands in the way.\n',
  });

  // The first release has its changeset, whatever comes into it.
  const first = await run('change', ...server);
  expect(first).toMatchObject({ code: 0, stdout: '' });
  expect(first.stderr).toContain('The changesets tell all of it already.');

  // What `changeset version` does with the changeset that init wrote.
  setVersion(folder, '1.0.0');
  rmSync(join(folder.path, '.changeset/first-release.md'));
  const created = await run('version', 'create', '--date', '2026-01-02', ...server);
  expect(created).toMatchObject({ code: 0, stderr: 'Version 1.0.0 is frozen (major).\n' });
  expect(existsSync(join(folder.path, 'migrations/1.0.0/structure.json'))).toBe(true);
  const nothing = await run('version', 'create', ...server, '--json');
  expect(jsonOf(nothing)).toEqual({ kind: 'nothingToRelease', version: '1.0.0' });
  expect(await run('diff', '--exit-code')).toMatchObject({ code: 0 });

  const schema = folder.read('schema/schema.prisma');
  folder.write('schema/schema.prisma', schema.replace(/^ {2}name .*$/m, '$&\n  city      String?'));
  const check = await run('check', ...server, '--json');
  expect(check.code).toBe(1);
  expect(jsonOf(check)).toMatchObject({
    findings: [{ id: 'CHANGESET_MISSING' }, { id: 'MIGRATION_MISSING' }],
  });

  const change = await run('change', ...server);
  expect(change).toMatchObject({
    code: 0,
    stdout: 'migrations/1.1.0/002_add_account_city\n.changeset/add-account-city.md\n',
  });
  expect(change.stderr).toContain('FIELD_ADDED Account.city (minor)');
  expect(change.stderr).toMatch(
    /The changeset will ask for a minor bump\.[\s\S]*The migrations work, forwards and back\./,
  );
  expect(folder.read('.changeset/add-account-city.md')).toMatch(
    /^---\n"@acme\/crm-client": minor\n[\s\S]*1 safe change of the schema: `Account\.city` added\./,
  );
  expect(await run('check', ...server)).toMatchObject({ code: 0, stdout: '' });

  // A second run finds everything done.
  const again = await run('change', ...server);
  expect(again).toMatchObject({ code: 0, stdout: '' });
  expect(again.stderr).toContain('The changesets tell all of it already.');

  // What would not pass, each with what would let it.
  const changeset = folder.read('.changeset/add-account-city.md');
  folder.write('.changeset/add-account-city.md', changeset.replaceAll(': minor', ': patch'));
  folder.write('migrations/1.1.0/002_add_account_city/up.sql', 'SELECT 1;\n');
  folder.write('migrations/1.0.0/001_init/up.sql', 'SELECT 1;\n');
  const bad = await run('check', ...server);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toMatch(
    /RELEASE_EDITED[\s\S]*BUMP_TOO_SMALL[\s\S]*MIGRATION_FAILED_REHEARSAL/,
  );
  expect(bad.stdout).toContain('"@acme/crm-client": minor');
});

test('a migration that does not make the schema fails its test, and gets no changeset', async () => {
  using repository = temporaryRepository({
    'schema/schema.prisma': `${account}}\n`,
    'migrations/1.0.0/001_init/up.sql': 'CREATE TABLE "Account" (id uuid PRIMARY KEY);\n',
    'migrations/1.0.0/001_init/down.sql': 'DROP TABLE "Account";\n',
  });
  const run = await runInProcess(repository.path, ['migration', 'test', ...server]);
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('failed   compare with schema');
  expect(run.stdout).toContain('email');
  expect(run.stdout).toContain('They do not work yet.');

  repository.write('migrations/1.0.0/001_init/up.sql', 'CREATE TABLE nope (;\n');
  const change = await runInProcess(repository.path, ['change', 'first', ...server]);
  expect(change).toMatchObject({ code: 1, stdout: '' });
  expect(change.stderr).toContain('MIGRATION_FAILED');
  expect(readdirSync(repository.path)).not.toContain('.changeset');
});

test('the lint of what is pending: findings fail, and an explanation lets them pass', async () => {
  const down = 'DROP TABLE "Account";\n';
  const table = 'CREATE TABLE "Account" (id serial PRIMARY KEY, email text NOT NULL);\n';
  using repository = temporaryRepository({
    'schema/schema.prisma': `${account}}\n`,
    'migrations/1.0.0/001_init/up.sql': table,
    'migrations/1.0.0/001_init/down.sql': down,
  });
  const lint = (...args: readonly string[]) =>
    runInProcess(repository.path, ['migration', 'lint', ...args]);
  const found = await lint();
  expect(found.code).toBe(1);
  expect(found.stdout).toMatch(
    /^migrations\/1\.0\.0\/001_init\/up\.sql:1:28 warning prefer-bigint: /m,
  );
  repository.write(
    'migrations/1.0.0/001_init/up.sql',
    `-- schemactl: ignore prefer-bigint because there are few\n-- schemactl: ignore prefer-identity because Prisma says serial\n${table}`,
  );
  expect(await lint('init')).toMatchObject({ code: 0 });
  expect((await lint('init')).stderr).toContain('1 migration: 0 findings, 2 explained.');
  const unknown = await lint('nope');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('error MIGRATION_UNKNOWN');
});

/** Gives the client packages a version, as `changeset version` does. */
function setVersion(
  folder: { read(file: string): string; write(file: string, content: string): void },
  version: string,
): void {
  for (const name of ['crm-client', 'crm-client-node', 'crm-types']) {
    const file = `packages/${name}/package.json`;
    folder.write(file, folder.read(file).replace(/"version": "[^"]*"/, `"version": "${version}"`));
  }
}
