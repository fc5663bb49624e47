import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SchemaServiceError } from '@schema-service/errors';
import { isSchemaSource, type SchemaSource } from '@schema-service/schema-model';

const run = promisify(execFile);
const schemaFolder = 'schema/';

/** The commit that a reference means; undefined where it means none. */
export async function resolveCommit(root: string, reference: string): Promise<string | undefined> {
  await git(root, ['rev-parse', '--git-dir']);
  try {
    const options = ['rev-parse', '--verify', '--quiet', '--end-of-options'];
    return (await git(root, [...options, `${reference}^{commit}`])).trim();
  } catch {
    return undefined;
  }
}

/** The files of the working schema as a commit has them; their paths say which (`main:schema/user.prisma`). */
export async function readSourcesAt(
  root: string,
  commit: string,
  label: string,
): Promise<readonly SchemaSource[]> {
  const listing = await git(root, ['ls-tree', '-r', '-z', '--name-only', commit, schemaFolder]);
  const files = listing
    .split('\0')
    .filter((file) => isSchemaSource(file.slice(schemaFolder.length)));
  return Promise.all(
    files.map(async (file) => ({
      path: `${label}:${file}`,
      content: await git(root, ['cat-file', 'blob', `${commit}:./${file}`]),
    })),
  );
}

/**
 * What git prints.
 *
 * @throws SchemaServiceError `GIT_FAILED`
 */
export async function git(root: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    throw new SchemaServiceError(
      {
        code: 'GIT_FAILED',
        message: `git ${args[0]} did not work in ${root}.`,
        why: reasonOf(error),
        fix: 'Name a version, a file or a folder instead, or make git work there.',
      },
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'There is no git command.';
  const stderr = 'stderr' in error ? String(error.stderr).trim() : '';
  return stderr === '' ? error.message : stderr;
}
