import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createRoot, type ReleaseRoot, twoVersions } from './release-root.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const changesetsCli = dirname(require.resolve('@changesets/cli/package.json'));

export const generated: readonly string[] = [
  '@acme/db-client',
  '@acme/db-client-node',
  '@acme/db-client-python',
  '@acme/db-types',
];

/** A repository of two versions with the packages made from it, where the changesets command runs. */
export interface ChangesetWorkspace extends ReleaseRoot {
  readonly changeset: (...args: readonly string[]) => Promise<void>;
}

export async function createChangesetWorkspace(
  files: Readonly<Record<string, string>>,
): Promise<ChangesetWorkspace> {
  const manifest = (name: string, more: object = {}): string =>
    JSON.stringify({ name, version: '1.1.0', ...more }, null, 2);
  const root = await createRoot({
    ...twoVersions,
    'schema.config.json': JSON.stringify({ scope: '@acme', name: 'db' }),
    'package.json': JSON.stringify({ name: 'workspace', private: true }),
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
    '.gitignore': 'node_modules\n',
    '.changeset/config.json': JSON.stringify({
      changelog: '@changesets/cli/changelog',
      commit: false,
      fixed: [generated],
      access: 'restricted',
      baseBranch: 'main',
      privatePackages: { version: true, tag: false },
    }),
    ...Object.fromEntries(
      generated.map((name) => [
        `packages/${name.slice('@acme/'.length)}/package.json`,
        manifest(name, name.endsWith('python') ? { private: true } : {}),
      ]),
    ),
    'packages/tool/package.json': manifest('@acme/tool'),
    ...files,
  });
  await mkdir(join(root.path, 'node_modules/@changesets'), { recursive: true });
  await symlink(changesetsCli, join(root.path, 'node_modules/@changesets/cli'));
  const git = (...args: readonly string[]) => run('git', args, { cwd: root.path });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git(
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@example.com',
    'commit',
    '--quiet',
    '-m',
    'All',
  );
  const changeset = async (...args: readonly string[]): Promise<void> => {
    await run(process.execPath, [join(changesetsCli, 'bin.js'), ...args], { cwd: root.path });
  };
  return { ...root, changeset };
}
