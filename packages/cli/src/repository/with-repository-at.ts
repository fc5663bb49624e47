import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import {
  configFile,
  frozenVersions,
  migrationsFolder,
  versionsFolder,
} from '@schema-service/repository';
import { git, resolveCommit } from './git.ts';
import { tagOfVersion } from './release-commit.ts';

/** What of a repository a release is made of. */
const RELEASED = [versionsFolder, migrationsFolder, configFile] as const;

/**
 * Works with the releases as a commit has them: its frozen versions, its migrations and its configuration, byte for byte, in
 * a folder that is gone afterwards. Nothing of the working tree counts, and nothing in it changes.
 *
 * @param reference a tag, a branch or a commit
 * @throws SchemaServiceError GIT_FAILED, SCHEMA_REFERENCE_UNKNOWN, and what `work` throws
 */
export async function withRepositoryAt<Result>(
  root: string,
  reference: string,
  work: (root: string) => Promise<Result>,
): Promise<Result> {
  const commit = await resolveCommit(root, reference);
  if (commit === undefined) throw unknownReference(reference, 'Git knows no such tag or commit.');
  const files = await listFiles(root, commit);
  if (!files.some(({ path }) => path === configFile)) {
    throw unknownReference(reference, `The commit has no ${configFile} here.`);
  }
  const copy = await mkdtemp(join(tmpdir(), 'schema-at-'));
  try {
    await writeFiles(root, files, copy);
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/**
 * Works with a frozen release: `v2.1.0` as the tag has it, and `2.1.0` as it lies in the working tree; each as the other
 * where there is none.
 *
 * @throws SchemaServiceError RELEASE_NOT_FROZEN, and what {@link withRepositoryAt} throws
 */
export async function withReleaseRoot<Result>(
  root: string,
  word: string,
  work: (root: string, version: string) => Promise<Result>,
): Promise<Result> {
  const version = word.replace(/^v/, '');
  const isFrozen = frozenVersions(root).includes(version);
  if (isFrozen && version === word) return work(root, version);
  const tag = `refs/tags/${tagOfVersion(version)}`;
  const hasTag = await resolveCommit(root, tag).then(
    (commit) => commit !== undefined,
    // A frozen release needs no git.
    () => false,
  );
  if (hasTag) {
    return withRepositoryAt(root, tag, (copy) => {
      if (!frozenVersions(copy).includes(version)) throw notFrozen(root, version);
      return work(copy, version);
    });
  }
  if (isFrozen) return work(root, version);
  throw notFrozen(root, version);
}

interface CommittedFile {
  readonly path: string;
  /** The name of its content. */
  readonly object: string;
}

async function listFiles(root: string, commit: string): Promise<readonly CommittedFile[]> {
  const listing = await git(root, ['ls-tree', '-r', '-z', commit, '--', ...RELEASED]);
  return listing.split('\0').flatMap((line): readonly CommittedFile[] => {
    const [, object, path] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return object === undefined || path === undefined ? [] : [{ object, path }];
  });
}

/** As the commit has them: a checkout or an archive may change line endings. */
async function writeFiles(
  root: string,
  files: readonly CommittedFile[],
  target: string,
): Promise<void> {
  const contents = await readObjects(
    root,
    files.map(({ object }) => object),
  );
  for (const [index, { path }] of files.entries()) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), contents[index] ?? '');
  }
}

/** All contents by one process: there may be thousands. */
async function readObjects(root: string, objects: readonly string[]): Promise<readonly Buffer[]> {
  const child = spawn('git', ['cat-file', '--batch'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  // One that ends early is found by what is missing below.
  child.stdin.on('error', () => {});
  child.stdin.end(objects.map((object) => `${object}\n`).join(''));
  await ended;
  const output = Buffer.concat(chunks);
  let offset = 0;
  return objects.map((object) => {
    const lineEnd = output.indexOf('\n', offset);
    const [, size] = /^\w+ blob (\d+)$/.exec(output.toString('utf8', offset, lineEnd)) ?? [];
    if (size === undefined) throw unknownReference(object, 'Git does not have its content.');
    const start = lineEnd + 1;
    offset = start + Number(size) + 1;
    return output.subarray(start, start + Number(size));
  });
}

function unknownReference(reference: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'SCHEMA_REFERENCE_UNKNOWN',
    message: `${reference} is no commit with releases.`,
    why,
    fix: 'Name a tag such as v2.1.0, and fetch it where it is not here yet: git fetch --tags',
    meta: { reference },
  });
}

function notFrozen(root: string, version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_NOT_FROZEN',
    message: `There is no release ${version}.`,
    why: `Neither a tag v${version} has it, nor the working tree, where there are: ${frozenVersions(root).join(', ') || 'none yet'}.`,
    fix: 'Name one that is frozen, or fetch the tags: git fetch --tags',
    meta: { version },
  });
}
