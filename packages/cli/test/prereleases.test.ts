import { expect, test } from 'vitest';
import { exampleRepository } from './released-repository.ts';
import { jsonOf } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';

const server = ['--server', process.env.TEST_DATABASE_URL ?? ''];
const tag = (...fields: readonly string[]): string =>
  ['/// A word for products.', 'model Tag {', '  id Int @id', ...fields, '}', ''].join('\n');

test('work goes on from a prerelease, and is told since the last release', async () => {
  using repository = exampleRepository();
  for (const name of ['client', 'client-node', 'types']) {
    repository.write(
      `packages/${name}/package.json`,
      `{ "name": "@acme/db-${name}", "version": "${name === 'client' ? '2.1.0-rc.0' : '2.0.0'}" }`,
    );
  }
  repository.write(
    'package.json',
    '{ "name": "w", "private": true, "workspaces": ["packages/*"] }',
  );
  repository.write('package-lock.json', '{}');
  repository.write('schema/tags.prisma', tag());
  const run = (...args: readonly string[]) => runInProcess(repository.path, args);
  expect(await run('migration', 'new', 'tags', ...server)).toMatchObject({
    stdout: 'migrations/2.1.0/007_tags\n',
  });
  const created = await run('version', 'create', '--date', '2026-11-20', ...server);
  expect(created).toMatchObject({ code: 0, stderr: 'Version 2.1.0-rc.0 is frozen (minor).\n' });

  // What the prerelease has is not drafted again; what it lacks is.
  expect(await run('migration', 'new', 'nothing', ...server)).toMatchObject({ stdout: '' });
  repository.write('schema/tags.prisma', tag('  name String?'));
  expect(await run('migration', 'new', 'name', ...server)).toMatchObject({
    stdout: 'migrations/2.1.0/008_name\n',
  });
  expect(repository.read('migrations/2.1.0/008_name/up.sql')).not.toContain('CREATE TABLE');
  // A second one finds what is pending after the prerelease.
  repository.write('schema/tags.prisma', tag('  name String?', '  note String?'));
  expect(await run('migration', 'new', 'note', ...server)).toMatchObject({
    stdout: 'migrations/2.1.0/009_note\n',
  });
  const tested = await run('migration', 'test', ...server, '--json');
  expect(jsonOf(tested)).toMatchObject({ ok: true, fromVersion: '2.1.0-rc.0', version: '2.1.0' });

  const change = await run('change', 'tags', ...server);
  expect(change).toMatchObject({ code: 0, stdout: '.changeset/tags.md\n' });
  expect(change.stderr).toContain('MODEL_ADDED Tag (minor)');
  expect(await run('check', ...server)).toMatchObject({ code: 0 });
});
