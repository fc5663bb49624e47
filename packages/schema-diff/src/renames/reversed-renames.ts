import { sideAs } from '../apply/side.ts';
import type { ChangeFact, RenameSide } from '../change.ts';
import type { Rename } from '../diff-options.ts';

/**
 * The renames of a list of changes the other way round, for the `diff` that leads
 * back: `diff(current, previous, { renames: reversedRenames(changes) })`.
 */
export function reversedRenames(changes: readonly ChangeFact[]): readonly Rename[] {
  const renames = changes.filter(({ id }) => id.endsWith('_RENAMED'));
  const oldName = ({ previous }: ChangeFact): string => sideAs<RenameSide>(previous).name;
  const oldOwners = new Map(renames.map((rename) => [rename.path, oldName(rename)]));
  return renames.map((rename) => {
    const { path } = rename;
    const dot = path.indexOf('.');
    if (dot === -1) return { from: path, to: oldName(rename) };
    const owner = path.slice(0, dot);
    return { from: path, to: `${oldOwners.get(owner) ?? owner}.${oldName(rename)}` };
  });
}
