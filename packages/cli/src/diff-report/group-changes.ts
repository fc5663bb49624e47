import type { Change } from '@schema-service/schema-diff';

/** The changes of one model, view or enum. */
export interface ChangeGroup {
  readonly name: string;
  readonly changes: readonly Change[];
}

/** Changes by the declaration they belong to, in the order in which these first come. */
export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const name = change.path.split('.', 1)[0] ?? change.path;
    groups.set(name, [...(groups.get(name) ?? []), change]);
  }
  return [...groups].map(([name, members]) => ({ name, changes: members }));
}
