import { type Changeset, changeKey } from '@schema-service/release';
import { type Change, isRename, subjectPath } from '@schema-service/schema-diff';

/**
 * The changes that no changeset of the packages is about yet, so that no release
 * tells one twice. A changeset that somebody wrote by hand names no change: it is about
 * those whose path stands in its words as code, `` `Review.body` ``.
 */
export function undocumentedChanges(
  changes: readonly Change[],
  changesets: readonly Changeset[],
  packages: readonly string[],
): readonly Change[] {
  const ours = changesets.filter(({ bumps }) => packages.some((name) => bumps.has(name)));
  return changes.filter(
    (change) =>
      !ours.some((changeset) =>
        changeset.changes.length > 0
          ? changeset.changes.includes(changeKey(change))
          : pathsOf(change).some((path) => changeset.summary.includes(`\`${path}\``)),
      ),
  );
}

/** What a person may call the changed thing: by its new path, or by its old name. */
function pathsOf(change: Change): readonly string[] {
  const path = subjectPath(change.subject);
  if (!isRename(change)) return [path];
  const owner = path.slice(0, path.lastIndexOf('.') + 1);
  return [path, `${owner}${change.previous.name}`];
}
