import type { SchemaModel, View } from '@schema-service/schema-model';
import type { Change } from '../change.ts';
import { declarationOf } from '../change-record.ts';
import { tableName } from './names.ts';
import type { Step } from './step.ts';

/** Facts about a view that its query has no part in. */
const harmless: ReadonlySet<Change['id']> = new Set<Change['id']>([
  'DOCUMENTATION_CHANGED',
  'VIEW_IGNORED',
  'VIEW_UNIGNORED',
  'FIELD_IGNORED',
  'FIELD_UNIGNORED',
  'VIEW_RENAMED',
  'FIELD_RENAMED',
  'VIEW_MAPPING_CHANGED',
  'FIELD_MAPPING_CHANGED',
  'VIEW_NAMESPACE_CHANGED',
]);

/** A place for the SQL of every view that changed: the schema language does not know their queries. */
export function viewPlaces(
  previous: SchemaModel,
  current: SchemaModel,
  changes: readonly Change[],
): readonly Step[] {
  const touched = new Set(
    changes.filter(({ id }) => !harmless.has(id)).map(({ subject }) => declarationOf(subject)),
  );
  const before = new Map(previous.views.map((view) => [view.name, view]));
  const after = new Map(current.views.map((view) => [view.name, view]));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .filter((name) => touched.has(name))
    .map((name) => place(before.get(name), after.get(name)));
}

function place(before: View | undefined, after: View | undefined): Step {
  const view = after ?? before;
  const name = view === undefined ? '' : tableName(view);
  const lines = [
    ...(before === undefined ? [] : [`TODO: drop the view ${name}.`]),
    ...(after === undefined
      ? []
      : [`TODO: create the view ${name} with the columns ${columns(after)}.`]),
  ];
  return {
    phase: 'main',
    sql: '',
    subject: `view:${name}`,
    comment: lines.join('\n'),
    note: `Write the SQL of the view ${name} where both files say TODO.`,
    isLast: true,
  };
}

const columns = ({ fields }: View): string =>
  fields
    .filter(({ kind }) => kind !== 'relation')
    .map(({ dbName }) => dbName)
    .join(', ');
