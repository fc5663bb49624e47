import type { View } from '@schema-service/schema-model';
import type { Operation } from '../operation.ts';
import {
  createView,
  dropView,
  findView,
  hasSameColumns,
  hasSameTypes,
  renameView,
} from '../operations/views.ts';
import { dependentsOfColumns } from '../structure/structure.ts';
import type { TableChange } from './table-change.ts';
import type { Pair, Transition } from './transition.ts';

export interface ViewOperations {
  /** Views that are dropped, as the structure names them. */
  readonly gone: ReadonlySet<string>;
  readonly dropped: readonly Operation[];
  readonly renamed: readonly Operation[];
  readonly created: readonly Operation[];
}

/** Views are matched by their names in the schema language. */
export function viewOperations(
  { before, after }: { readonly before: readonly View[]; readonly after: readonly View[] },
  transition: Transition,
  changes: readonly TableChange[],
): ViewOperations {
  const old = new Map(before.map((view) => [view.name, view]));
  const now = new Map(after.map((view) => [view.name, view]));
  const kept = after.flatMap((view): Pair<View>[] => {
    const counterpart = old.get(view.name);
    return counterpart === undefined ? [] : [{ before: counterpart, after: view }];
  });
  const replaced = kept.filter(
    (pair) =>
      !hasSameColumns(pair) ||
      (!hasSameTypes(pair) && !followsItsTables(pair.before, transition, changes)),
  );
  const { structure } = transition;
  const gone = [
    ...before.filter(({ name }) => !now.has(name)),
    ...replaced.map((pair) => pair.before),
  ];
  return {
    gone: new Set(gone.flatMap((view) => findView(structure, view)?.name ?? [])),
    dropped: gone.map((view) => dropView(view, structure)),
    renamed: kept
      .filter((pair) => !replaced.includes(pair))
      .flatMap((pair) => renameView(pair) ?? []),
    created: [
      ...after.filter(({ name }) => !old.has(name)),
      ...replaced.map((pair) => pair.after),
    ].map(createView),
  };
}

/** Whether the view is made anew around a column of it that gets another type: then its query gives that type by itself. */
function followsItsTables(
  view: View,
  { structure, tableName }: Transition,
  changes: readonly TableChange[],
): boolean {
  const found = findView(structure, view);
  if (found === undefined) return false;
  return changes.some(({ table, retyped }) =>
    dependentsOfColumns(
      structure,
      tableName(table.key, 'before'),
      retyped.map(({ before }) => before.name),
    ).some(({ title }) => title.endsWith(` ${found.name}`)),
  );
}
