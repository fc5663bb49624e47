import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryRepository, temporaryRepository } from './temporary-repository.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The example schema with its releases and migrations, in a folder of the test's own. */
export function exampleRepository(): TemporaryRepository {
  const repository = temporaryRepository({});
  for (const folder of ['schema', 'migrations']) {
    cpSync(join(root, folder), join(repository.path, folder), { recursive: true });
  }
  return repository;
}

/** Puts a repository under git and commits all of it to the branch `main`. */
export function commitAll({ path }: TemporaryRepository, message: string): void {
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: path,
      stdio: 'pipe',
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}
