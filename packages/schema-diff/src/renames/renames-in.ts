import type { ChangeFact, RenameFact } from '../change.ts';
import { declarationOf, subjectPath } from '../change-record.ts';
import type { Rename } from '../diff-options.ts';

export function isRename(fact: ChangeFact): fact is RenameFact {
  switch (fact.id) {
    case 'ENUM_RENAMED':
    case 'ENUM_VALUE_RENAMED':
    case 'MODEL_RENAMED':
    case 'VIEW_RENAMED':
    case 'FIELD_RENAMED':
      return true;
    default:
      return false;
  }
}

/** The renames that a list of changes states, for {@link underCurrentNames}. */
export function renamesIn(changes: readonly ChangeFact[]): readonly RenameFact[] {
  return changes.filter(isRename);
}

/**
 * The renames of a list of changes the other way round, for the `diff` that leads
 * back: `diff(current, previous, { renames: reversedRenames(changes) })`.
 */
export function reversedRenames(changes: readonly ChangeFact[]): readonly Rename[] {
  const renames = renamesIn(changes);
  const oldOwners = new Map(
    renames.map(({ subject, previous }) => [subjectPath(subject), previous.name]),
  );
  return renames.map(({ subject, previous }) => {
    const [owner, from] = [declarationOf(subject), subjectPath(subject)];
    const to = owner === from ? previous.name : `${oldOwners.get(owner) ?? owner}.${previous.name}`;
    return { from, to };
  });
}
