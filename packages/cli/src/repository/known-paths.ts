import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesetsFolder } from '@schema-service/repository';
import { git, resolveCommit } from './git.ts';

/**
 * How many of the places that the main branch is known by have a file: the branch itself and the remote's. 0 for each file
 * where there is no git, or no such branch. Paths are relative to the root.
 */
export async function knownPaths(root: string): Promise<(path: string) => number> {
  const branch = mainBranch(root);
  const listings: ReadonlySet<string>[] = [];
  for (const reference of [branch, `origin/${branch}`]) {
    const listing = await listFiles(root, reference);
    if (listing !== undefined) listings.push(listing);
  }
  return (path) => listings.filter((listing) => listing.has(path)).length;
}

async function listFiles(
  root: string,
  reference: string,
): Promise<ReadonlySet<string> | undefined> {
  // Not under git, or without a commit yet: nothing is known then.
  const commit = await resolveCommit(root, reference).catch(() => undefined);
  if (commit === undefined) return undefined;
  const listing = await git(root, ['ls-tree', '-r', '-z', '--name-only', commit, '.']);
  return new Set(listing.split('\0'));
}

/** As `.changeset/config.json` has it. */
function mainBranch(root: string): string {
  const file = join(root, changesetsFolder, 'config.json');
  if (!existsSync(file)) return 'main';
  try {
    const { baseBranch }: { readonly baseBranch?: unknown } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    return typeof baseBranch === 'string' ? baseBranch : 'main';
  } catch {
    // What is wrong with it is told where it is read for itself.
    return 'main';
  }
}
