import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReleases, readReleases } from '@schema-service/release';
import { expect, test, vi } from 'vitest';
import { withReleaseRoot, withRepositoryAt } from '../src/repository/with-repository-at.ts';
import { commitAll, exampleRepository } from './released-repository.ts';

test('a release is read from its tag alone, byte for byte, in an empty HOME', async () => {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  vi.stubEnv('HOME', home);
  try {
    using repository = exampleRepository();
    const git = (...args: readonly string[]) =>
      execFileSync('git', args, { cwd: repository.path, stdio: 'pipe' });
    const { path } = repository;
    const [first] = await readReleases(path);
    commitAll(repository, 'All');
    // A checkout or an archive would write other line endings.
    git('config', 'core.autocrlf', 'true');
    git('tag', 'v2.0.0');
    rmSync(join(path, 'schema/versions'), { recursive: true });
    rmSync(join(path, 'migrations'), { recursive: true });
    repository.write('schema.config.json', '{ "scope": "@other", "name": "db" }');

    let copy = '';
    const found = await withReleaseRoot(path, 'v2.0.0', async (root, version) => {
      copy = root;
      expect(version).toBe('2.0.0');
      expect(await checkReleases(root)).toEqual([]);
      expect(readdirSync(root).sort()).toEqual(['migrations', 'schema', 'schema.config.json']);
      return readReleases(root);
    });
    expect(found.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
    expect(found[0]).toEqual(first);
    expect(existsSync(copy)).toBe(false);
    // Where the working tree does not have it, the tag is meant without its v as well.
    await withReleaseRoot(path, '2.0.0', async (root) => expect(root).not.toBe(path));
    await expect(
      withRepositoryAt(path, 'HEAD', async (root) => {
        copy = root;
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(existsSync(copy)).toBe(false);
  } finally {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  }
});

test('without a tag the working tree has it, and what nobody has is refused', async () => {
  using repository = exampleRepository();
  const { path } = repository;
  const rootOf = (word: string) => withReleaseRoot(path, word, async (root) => root);
  expect(await rootOf('2.0.0')).toBe(path);
  expect(await rootOf('v2.0.0')).toBe(path);
  await expect(rootOf('v3.0.0')).rejects.toMatchObject({ code: 'RELEASE_NOT_FROZEN' });
  commitAll(repository, 'All');
  execFileSync('git', ['tag', 'v3.0.0'], { cwd: path });
  await expect(rootOf('v3.0.0')).rejects.toMatchObject({ code: 'RELEASE_NOT_FROZEN' });
  await expect(withRepositoryAt(path, 'nope', async () => 0)).rejects.toMatchObject({
    code: 'SCHEMA_REFERENCE_UNKNOWN',
  });
});
