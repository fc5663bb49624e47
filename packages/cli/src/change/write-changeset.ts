import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bumpToAskFor, changesetText, firstVersion, summaryOf } from '@schema-service/release';
import { changesetsFolder } from '@schema-service/repository';
import { type Bump, bumpOf, type Change, compareBumps } from '@schema-service/schema-diff';
import { undocumentedChanges } from './undocumented-changes.ts';
import type { WorkFacts } from './work-facts.ts';

/** A changeset that is still to be written. */
export interface NeededChangeset {
  readonly bump: Bump;
  /** In words, to be edited. */
  readonly summary: string;
  /** The changes that it is about; none for the first release, which is all of them, and for repeatable scripts alone. */
  readonly changes: readonly Change[];
}

/** A changeset that was written. */
export interface WrittenChangeset extends NeededChangeset {
  /** Absolute. */
  readonly file: string;
}

/**
 * The changeset that the work still needs: the bump of the changes that none tells yet, and a summary of them. Undefined
 * where all are told, and asked enough for.
 *
 * @param scripts the paths of the repeatable scripts that have changed: a patch, where the schema has not
 */
export function neededChangeset(
  { latest, changes, changesets, packages, requested }: WorkFacts,
  scripts: readonly string[],
): NeededChangeset | undefined {
  if (changes.length + scripts.length === 0) return undefined;
  if (latest === null) {
    // Told once, whatever comes into it.
    const isTold = compareBumps(requested, firstBump) >= 0;
    return isTold ? undefined : { bump: firstBump, summary: 'The first release.', changes: [] };
  }
  if (changes.length === 0) {
    const bump = bumpToAskFor(latest, 'patch');
    const summary = `Scripts that run again have changed: ${scripts.map((path) => `\`${path}\``).join(', ')}.`;
    return compareBumps(requested, bump) >= 0 ? undefined : { bump, summary, changes: [] };
  }
  const undocumented = undocumentedChanges(changes, changesets, packages);
  const needed = bumpToAskFor(latest, bumpOf(changes));
  const isEnough = compareBumps(requested, needed) >= 0;
  if (undocumented.length === 0 && isEnough) return undefined;
  const told = undocumented.length > 0 ? undocumented : changes;
  const bump = isEnough ? bumpToAskFor(latest, bumpOf(undocumented)) : needed;
  return { bump, summary: summaryOf(told), changes: told };
}

/** Which bump a changeset will ask for, for whoever is still waiting for it. */
export function announcementOf(changeset: NeededChangeset, latest: string | null): string {
  return latest === null
    ? `This is the first release: its changeset will ask for a ${changeset.bump} bump, to ${firstVersion}.`
    : `The changeset will ask for a ${changeset.bump} bump.`;
}

/** Writes it, with words to be edited; nothing where none is needed. */
export async function writeChangeset(
  root: string,
  name: string,
  work: WorkFacts,
  scripts: readonly string[],
): Promise<WrittenChangeset | undefined> {
  const changeset = neededChangeset(work, scripts);
  if (changeset === undefined) return undefined;
  const { bump, summary, changes } = changeset;
  const folder = join(root, changesetsFolder);
  await mkdir(folder, { recursive: true });
  const file = freeName(folder, name.replaceAll('_', '-'));
  const text = changesetText(work.packages, bump, summary, changes);
  await writeFile(file, text, { flag: 'wx' });
  return { ...changeset, file };
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
