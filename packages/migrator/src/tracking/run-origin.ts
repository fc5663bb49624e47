import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { redact } from '@schema-service/errors';
import { osUser } from '../connection/session.ts';
import { toolVersion } from '../embedded.ts';
import type { Migration } from '../migrations/migration.ts';

/** Who runs the migrations, and from where; the database knows its own user. */
export interface RunOrigin {
  readonly osUser: string | null;
  readonly host: string;
  readonly toolVersion: string;
  readonly gitCommit: string | null;
}

export function runOrigin(gitCommit: string | undefined, by?: string): RunOrigin {
  return {
    osUser: by ?? osUser() ?? null,
    host: hostname(),
    toolVersion,
    gitCommit: gitCommit === undefined ? null : redact(gitCommit),
  };
}

/** Which migrations run, and what is said of the commit that they come from. */
interface CommitOptions {
  readonly gitCommit?: string;
  readonly migrations: string | readonly Migration[];
}

/** The commit that was given, otherwise that of the folder; `undefined` when it cannot be known. */
export function gitCommitOf({ gitCommit, migrations }: CommitOptions): string | undefined {
  return gitCommit ?? (typeof migrations === 'string' ? findGitCommit(migrations) : undefined);
}

/** Where continuous integration says which commit it works on: our own name first, then GitHub and GitLab. */
const VARIABLES = ['GIT_COMMIT', 'GITHUB_SHA', 'CI_COMMIT_SHA'] as const;

/** The commit that a folder is at, without starting git; `undefined` when it cannot be known. */
function findGitCommit(directory: string): string | undefined {
  const named = VARIABLES.map((name) => process.env[name]).find(Boolean);
  if (named) return named;
  try {
    return readHead(findGitDirectory(resolve(directory)));
  } catch {
    // A repository in a shape that this does not know is no reason to stop a migration.
    return undefined;
  }
}

function findGitDirectory(directory: string): string {
  const path = join(directory, '.git');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return path;
  // A work tree has a file that points to its part of the repository.
  if (stat)
    return resolve(
      directory,
      readFileSync(path, 'utf8')
        .replace(/^gitdir: /, '')
        .trim(),
    );
  const parent = dirname(directory);
  if (parent === directory) throw new Error('not in a repository');
  return findGitDirectory(parent);
}

function readHead(gitDirectory: string): string | undefined {
  const head = readFileSync(join(gitDirectory, 'HEAD'), 'utf8').trim();
  if (!head.startsWith('ref: ')) return head;
  const ref = head.slice('ref: '.length);
  const shared = readOptional(join(gitDirectory, 'commondir'))?.trim() ?? '.';
  const root = join(gitDirectory, shared);
  const loose = readOptional(join(root, ref))?.trim();
  if (loose) return loose;
  const packed = readFileSync(join(root, 'packed-refs'), 'utf8').split('\n');
  return packed.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0];
}

function readOptional(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : undefined;
}
