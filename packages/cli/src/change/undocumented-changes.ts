import { type Changeset, summaryOf } from '@schema-service/release';
import type { Change } from '@schema-service/schema-diff';

/** The changes that no changeset of the packages tells yet, so that no release tells one twice. */
export function undocumentedChanges(
  changes: readonly Change[],
  changesets: readonly Changeset[],
  packages: readonly string[],
): readonly Change[] {
  const told = changesets
    .filter(({ bumps }) => packages.some((name) => bumps.has(name)))
    .map(({ summary }) => summary);
  return changes.filter((change) => {
    const fact = factOf(change);
    return !told.some((summary) => summary.includes(fact));
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
