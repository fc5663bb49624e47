import { type Changeset, changeKey, summaryOf } from '@schema-service/release';
import type { Change } from '@schema-service/schema-diff';

/**
 * The changes that no changeset of the packages is about yet, so that no release
 * tells one twice. A changeset that somebody wrote by hand names none: of it
 * the words tell.
 */
export function undocumentedChanges(
  changes: readonly Change[],
  changesets: readonly Changeset[],
  packages: readonly string[],
): readonly Change[] {
  const ours = changesets.filter(({ bumps }) => packages.some((name) => bumps.has(name)));
  return changes.filter((change) => {
    const [key, fact] = [changeKey(change), factOf(change)];
    return !ours.some((changeset) =>
      changeset.changes.length > 0
        ? changeset.changes.includes(key)
        : changeset.summary.includes(fact),
    );
  });
}

/**
 * The part of a change's line that says what happened to what: `` `Review.body`: field removed. `` or
 * `` `Review.text` (was `body`): field renamed. ``
 */
function factOf(change: Change): string {
  const summary = summaryOf([change]);
  return /`[^`]+`(?: \(was `[^`]+`\))?: [^.]*\./.exec(summary)?.[0] ?? summary;
}
