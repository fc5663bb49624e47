import { execFileSync } from 'node:child_process';
import { createTestDatabase } from '@schema-service/local-postgres';
import { openMigrationSource, up, verify } from '@schema-service/migrator';
import { checkReleases } from '@schema-service/release';
import { expect, test } from 'vitest';
import { commitAll } from './released-repository.ts';
import { runInProcess } from './run-in-process.ts';
import { type TemporaryRepository, temporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];
const schema = (...fields: readonly string[]): string =>
  ['model Review {', '  id Int @id', ...fields.map((field) => `  ${field}`), '}', ''].join('\n');

/** The client packages and the changelog as `changeset version` leaves them. */
function atVersion(repository: TemporaryRepository, version: string): void {
  const packageJson = `{ "name": "@acme/db-client", "version": "${version}" }`;
  repository.write('packages/client/package.json', packageJson);
  repository.write('packages/client/CHANGELOG.md', `# db\n\n## ${version}\n\nAll of it.\n`);
}

test('a hotfix of an older line applies to the later one, and every order ends in the same', async () => {
  using repository = temporaryRepository({
    'package.json': '{ "name": "w", "private": true, "workspaces": ["packages/*"] }',
    'package-lock.json': '{}',
    '.gitattributes':
      'migrations/checksums merge=union\nmigrations/clients.jsonl merge=union\npackages/client/* merge=ours\n',
    'schema/schema.prisma': schema('body String?', '', 'note String?'),
  });
  const { path } = repository;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
      cwd: path,
      stdio: 'pipe',
      encoding: 'utf8',
    });
  const schemactl = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runInProcess(path, [...args, ...server]);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  const release = async (version: string, ...options: readonly string[]): Promise<void> => {
    atVersion(repository, version);
    await schemactl('version', 'create', '--date', '2026-11-20', ...options);
    git('add', '--all');
    git('commit', '--quiet', '--message', `Release ${version}`);
    git('tag', `v${version}`);
  };
  atVersion(repository, '0.0.0');
  commitAll(repository, 'Begin');
  git('config', 'merge.ours.driver', 'true');
  await schemactl('migration', 'new', 'init');
  await release('1.0.0');
  repository.write(
    'schema/schema.prisma',
    schema('body String?', '', 'note String?', 'stars Int?'),
  );
  await schemactl('migration', 'new', 'stars');
  await release('1.1.0');

  git('switch', '--quiet', '--create', 'release-1.0', 'v1.0.0');
  const hotfixed = schema('body String?', '@@index([body])', '', 'note String?');
  repository.write('schema/schema.prisma', hotfixed);
  await schemactl('migration', 'new', 'find_body');
  const untracked = git('ls-files', '--others', 'migrations');
  const script = /migrations\S+_find_body\/up\.sql/.exec(untracked)?.[0] ?? '';
  const sql = repository.read(script);
  // What is not the same after 1.1.0 as before it is refused, and nothing is frozen.
  atVersion(repository, '1.0.1');
  repository.write(
    script,
    `${sql}\nDO $$ BEGIN IF EXISTS (SELECT FROM pg_attribute WHERE attname = 'stars') THEN CREATE TABLE late (id int); END IF; END $$;\n`,
  );
  const create = ['version', 'create', '--date', '2026-11-20', '--applies-to', '1.1.0'];
  const refused = await runInProcess(path, [...create, ...server]);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(/1\.0\.1 does not apply to databases at 1\.1\.0[\s\S]*late/);
  repository.write(script, sql);
  await release('1.0.1', '--applies-to', '1.1.0');
  expect(JSON.parse(repository.read('schema/versions/1.0.1/metadata.json'))).toMatchObject({
    previous: '1.0.0',
    appliesTo: ['1.1.0'],
  });

  git('switch', '--quiet', 'main');
  git('merge', '--quiet', '--no-edit', 'release-1.0');
  expect(await checkReleases(path)).toEqual([]);
  const migrations = `${path}/migrations`;
  const source = await openMigrationSource(path);
  const orders = [['1.0.0', '1.0.1'], ['1.1.0'], []];
  for (const [index, order] of orders.entries()) {
    await using database = await createTestDatabase();
    const connection = database.connectionString;
    for (const to of order) await up({ connection, migrations, to });
    const from = index === 0 ? { migrations } : source;
    expect(await up({ ...from, connection })).toMatchObject({ toVersion: '1.1.0' });
    expect(await verify({ ...from, connection })).toMatchObject({ differences: [] });
  }

  // What it changed is not drafted again, and the next release has it.
  expect(await schemactl('migration', 'new', 'nothing')).toBe('');
  repository.write(
    'schema/schema.prisma',
    schema('body String?', '@@index([body])', '', 'note String?', 'stars Int?', 'title String?'),
  );
  await schemactl('migration', 'new', 'title');
  await schemactl('migration', 'test');
  await release('1.2.0');
  expect(repository.read('migrations/1.2.0/previous.json')).toBe(
    '{"previous":"1.1.0","includes":["1.0.1"]}\n',
  );
  expect(await checkReleases(path)).toEqual([]);
  await using database = await createTestDatabase();
  const connection = database.connectionString;
  await up({ connection, migrations, to: '1.1.0' });
  await up({ connection, migrations });
  expect(await verify({ connection, migrations })).toMatchObject({
    version: '1.2.0',
    differences: [],
  });
});
