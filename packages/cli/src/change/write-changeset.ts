import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bumpToAskFor, changesetText, summaryOf } from '@schema-service/release';
import { changesetsFolder } from '@schema-service/repository';
import { type Bump, bumpOf, compareBumps } from '@schema-service/schema-diff';
import { undocumentedChanges } from './undocumented-changes.ts';
import type { WorkFacts } from './work-facts.ts';

/** A changeset that was written. */
export interface WrittenChangeset {
  /** Absolute. */
  readonly file: string;
  readonly bump: Bump;
}

/**
 * Writes the changeset that the work still needs: the bump of the changes that
 * none tells yet, and a summary of them to be edited. Undefined where all are
 * told, and asked enough for.
 */
export async function writeChangeset(
  root: string,
  name: string,
  { latest, changes, changesets, packages, requested }: WorkFacts,
): Promise<WrittenChangeset | undefined> {
  const undocumented = undocumentedChanges(changes, changesets, packages);
  const needed = latest === null ? firstBump : bumpToAskFor(latest, bumpOf(changes));
  const isEnough = compareBumps(requested, needed) >= 0;
  if (changes.length === 0 || (undocumented.length === 0 && isEnough)) return undefined;
  // The first release is told once, whatever comes into it.
  if (latest === null && isEnough) return undefined;
  const bump = isEnough && latest !== null ? bumpToAskFor(latest, bumpOf(undocumented)) : needed;
  const folder = join(root, changesetsFolder);
  await mkdir(folder, { recursive: true });
  const file = freeName(folder, name.replaceAll('_', '-'));
  const told = undocumented.length > 0 ? undocumented : changes;
  const text =
    latest === null
      ? changesetText(packages, bump, 'The first release.')
      : changesetText(packages, bump, summaryOf(told), told);
  await writeFile(file, text, { flag: 'wx' });
  return { file, bump };
}

/** From 0.0.0, which an unreleased package has, to 1.0.0. */
const firstBump: Bump = 'major';

/** `name.md`, or the first of `name-2.md`, ... that is not taken. */
function freeName(folder: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const file = join(folder, `${name}${number === 1 ? '' : `-${number}`}.md`);
    if (!existsSync(file)) return file;
  }
}
