import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAll, exampleRepository } from './released-repository.ts';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';
import type { TemporaryRepository } from './temporary-repository.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];
/** Those that need no package registry, and are quick. */
const quickly = ['--skip', 'clients', '--skip', 'reproducible', ...server];

const withFolders = (repository: TemporaryRepository, more = {}): void =>
  repository.write(
    'schema.config.json',
    JSON.stringify({
      scope: '@acme',
      name: 'db',
      registries: { a: { kind: 'folder', path: 'a' }, b: { kind: 'folder', path: 'b' } },
      ...more,
    }),
  );

const git = ({ path }: TemporaryRepository, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: path, encoding: 'utf8' }).trim();

test('what would be released, with its packages and their sizes', async () => {
  using repository = exampleRepository();
  const plan = () => runInProcess(repository.path, ['release', 'plan', '--json']);
  repository.write(
    'package.json',
    '{ "name": "w", "private": true, "workspaces": ["packages/*"] }',
  );
  repository.write('package-lock.json', '{}');
  repository.write(
    'packages/client/package.json',
    '{ "name": "@acme/db-client", "version": "2.0.0" }',
  );
  const nothing = await runInProcess(repository.path, ['release', 'plan']);
  expect(nothing).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'Nothing to release: the schema is that of 2.0.0.\n',
  });
  repository.write('schema/tags.prisma', '/// A word.\nmodel Tag {\n  id Int @id\n}\n');
  repository.write(
    'migrations/2.1.0/007_tags/up.sql',
    'CREATE TABLE "Tag" (id int PRIMARY KEY);\n',
  );
  const planned = await plan();
  expect(jsonOf(planned)).toMatchObject({
    version: '2.1.0',
    previous: '2.0.0',
    bump: 'minor',
    changes: [{ id: 'MODEL_ADDED', path: 'Tag', bump: 'minor' }],
    migrations: [{ to: 'migrations/2.1.0/007_tags' }],
  });
  const { packages } = jsonOf(planned) as { packages: { filename: string; size: number }[] };
  expect(packages.map(({ filename }) => filename)).toContain('acme-db-client-node-2.1.0.tgz');
  expect(packages.every(({ size }) => size > 100)).toBe(true);
  expect(existsSync(join(repository.path, 'schema/versions/2.1.0'))).toBe(false);
});

test('built by one command, published by another, verified, and withdrawn', async () => {
  using repository = exampleRepository();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  withFolders(repository, {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  });
  const run = (...args: readonly string[]) => runInProcess(repository.path, ['release', ...args]);
  process.env.RELEASE_SIGNING_KEY = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  try {
    const built = await run('build', '2.0.0', '--out', 'out', ...quickly);
    expect(built, built.stderr).toMatchObject({ code: 0 });
    expect(built.stderr).toContain('ok     migrations');
    expect(readdirSync(join(repository.path, 'out/2.0.0'))).toContain('manifest.json.sig');
    const publish = ['publish', '2.0.0', '--from', 'out'];
    expect((await run(...publish, '--dry-run')).stderr).toMatch(/a \(a\): \d files to upload/);
    expect(existsSync(join(repository.path, 'a'))).toBe(false);
    const published = await run(...publish);
    expect(published, published.stderr).toMatchObject({ code: 0 });
    expect(published.stderr).toContain('a: latest is 2.0.0 now.');
    expect(await run(...publish, '--to', 'a')).toMatchObject({
      stderr: expect.stringMatching(/a \(a\): 0 files uploaded, \d there already/),
    });
    expect(await run('verify', '2.0.0', '--from', 'out')).toMatchObject({ code: 0, stdout: '' });
    repository.write('b/2.0.0/manifest.json', `${repository.read('a/2.0.0/manifest.json')} `);
    const edited = await run('verify', '2.0.0', '--from', 'out');
    expect(edited).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('b: the signature of manifest.json is not by the key'),
    });
    const yanked = await run('yank', '2.0.0', '--message', 'It loses rows.');
    expect(yanked, yanked.stderr).toMatchObject({ code: 0 });
    expect(JSON.parse(repository.read('a/notices.json'))).toEqual({
      '2.0.0': { yanked: 'It loses rows.' },
    });
    expect(JSON.parse(repository.read('a/tags.json'))).toEqual({ latest: '1.1.0' });
    expect(JSON.parse(repository.read('schema/versions/2.0.0/withdrawn.json'))).toMatchObject({
      reason: 'It loses rows.',
    });
  } finally {
    delete process.env.RELEASE_SIGNING_KEY;
  }
});

test('a tag is set on the commit that froze the version, and a version is built from it alone', async () => {
  using repository = exampleRepository();
  withFolders(repository);
  const run = (...args: readonly string[]) => runInProcess(repository.path, ['release', ...args]);
  const publish = ['publish', '2.0.0', '--from', 'out', '--to', 'a'];
  expect(await run('build', '2.0.0', '--out', 'out', ...quickly)).toMatchObject({ code: 0 });
  git(repository, 'init', '--quiet');
  expect(await run(...publish)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('RELEASE_NOT_COMMITTED'),
  });
  repository.write('.gitignore', 'out\na\nnode_modules\n');
  commitAll(repository, 'Release');
  const commit = git(repository, 'rev-parse', 'HEAD');
  repository.write('later.txt', '');
  commitAll(repository, 'Later');
  Object.assign(process.env, {
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  });
  const published = await run(...publish);
  expect(published, published.stderr).toMatchObject({ code: 0 });
  expect(git(repository, 'rev-parse', 'v2.0.0^{commit}')).toBe(commit);

  // What lies in the working tree does not count.
  repository.write('schema/versions/2.0.0/schema.prisma', 'edited');
  const fromTree = await run('build', '2.0.0', '--out', 'again', ...quickly);
  expect(fromTree).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('RELEASE_HISTORY_EDITED'),
  });
  const fromTag = await run('build', 'v2.0.0', '--out', 'again', ...quickly);
  expect(fromTag, fromTag.stderr).toMatchObject({ code: 0 });
  const artifacts = (folder: string): unknown =>
    JSON.parse(repository.read(`${folder}/2.0.0/manifest.json`)).artifacts;
  expect(artifacts('again')).toEqual(artifacts('out'));
});

test('what a command does not know is refused with what there is', async () => {
  using repository = exampleRepository();
  const run = (...args: readonly string[]) => runInProcess(repository.path, ['release', ...args]);
  const refused = async (code: string, text: string, ...args: readonly string[]) => {
    const { stderr } = await run(...args);
    expect(stderr).toContain(`error ${code}`);
    expect(stderr).toContain(text);
  };
  await refused('REGISTRY_NONE', 'schema.config.json', 'promote', '2.0.0');
  withFolders(repository);
  await refused('REGISTRY_UNKNOWN', 'a, b', 'promote', '2.0.0', '--to', 'npm');
  await refused('RELEASE_NOT_FROZEN', '1.1.0, 2.0.0', 'promote', '3.0.0');
  await refused('COMMAND_USAGE', 'history, lint', 'build', '2.0.0', '--skip', 'lnit');
  await refused('RELEASE_BUILD_MISSING', 'release build 2.0.0', 'publish', '--from', 'out');
});
