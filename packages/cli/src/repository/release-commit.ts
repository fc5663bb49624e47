import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { metadataFile, versionFolder } from '@schema-service/repository';
import { git, resolveCommit } from './git.ts';

/** The tag of a version: `v2.1.0`. */
export const tagOfVersion = (version: string): string => `v${version}`;

/**
 * The commit that froze a version; undefined outside of git, and where it is not
 * committed yet.
 */
export async function releaseCommit(root: string, version: string): Promise<string | undefined> {
  if (!(await isInGit(root))) return undefined;
  const file = `${versionFolder(version)}/${metadataFile}`;
  const options = ['--diff-filter=A', '--format=%H', '--follow'];
  const found = await git(root, ['log', ...options, '--', file]).catch(() => '');
  return found.trim().split('\n').at(-1) || undefined;
}

/**
 * Sets the tag of a version on the commit that froze it. Does nothing where the
 * tag is there, and outside of git.
 *
 * @returns what was done, for people
 * @throws SchemaServiceError `RELEASE_NOT_COMMITTED`, `RELEASE_TAG_ELSEWHERE`, `GIT_FAILED`
 */
export async function tagRelease(
  root: string,
  version: string,
  { push }: { readonly push: boolean },
): Promise<string | undefined> {
  const commit = await checkTag(root, version);
  if (commit === undefined) return undefined;
  const tag = tagOfVersion(version);
  const isNew = (await tagCommit(root, tag)) === undefined;
  if (isNew) await git(root, ['tag', '--annotate', tag, '--message', `Schema ${version}`, commit]);
  if (push) await git(root, ['push', 'origin', `refs/tags/${tag}`]);
  const done = isNew ? `The git tag ${tag} is set` : `The git tag ${tag} was there`;
  return `${done}${push ? ' and pushed to origin.' : '.'}`;
}

/**
 * Refuses a version that git does not have, or has under the tag of something
 * else: before anything is uploaded.
 *
 * @returns the commit that the tag belongs to; undefined outside of git
 */
export async function checkTag(root: string, version: string): Promise<string | undefined> {
  if (!(await isInGit(root))) return undefined;
  const tag = tagOfVersion(version);
  const commit = await releaseCommit(root, version);
  if (commit === undefined) {
    throw new SchemaServiceError({
      code: 'RELEASE_NOT_COMMITTED',
      message: `Version ${version} is frozen and not committed.`,
      why: 'What is published is to be found again, by its tag.',
      fix: `git add . && git commit -m "Release ${version}", or publish with --no-git-tag`,
      meta: { version },
    });
  }
  const tagged = await tagCommit(root, tag);
  if (tagged === undefined || (await hasRelease(root, tagged, version))) return commit;
  throw new SchemaServiceError({
    code: 'RELEASE_TAG_ELSEWHERE',
    message: `The git tag ${tag} is on a commit that does not have version ${version}.`,
    fix: `See what it is (git show ${tag}), and delete it if nobody uses it: git tag -d ${tag}`,
    meta: { version, tag, commit: tagged },
  });
}

async function isInGit(root: string): Promise<boolean> {
  if (existsSync(join(root, '.git'))) return true;
  return git(root, ['rev-parse', '--git-dir']).then(
    () => true,
    () => false,
  );
}

const tagCommit = (root: string, tag: string): Promise<string | undefined> =>
  resolveCommit(root, `refs/tags/${tag}`);

async function hasRelease(root: string, commit: string, version: string): Promise<boolean> {
  const file = `./${versionFolder(version)}/${metadataFile}`;
  return git(root, ['cat-file', '-e', `${commit}:${file}`]).then(
    () => true,
    () => false,
  );
}
