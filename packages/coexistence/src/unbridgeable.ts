import { type Change, subjectPath } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import type { Unbridgeable } from './findings.ts';

/** Changes that are of the data, and not of a version: whatever views show, one of both versions would be served wrongly. */
export function unbridgeable(
  next: SchemaModel,
  changes: readonly Change[],
): readonly Unbridgeable[] {
  const found = changes.flatMap((change): readonly Unbridgeable[] => {
    const reason = reasonOf(change);
    return reason === undefined
      ? []
      : [{ kind: 'unbridgeable', path: subjectPath(change.subject), reason }];
  });
  return [...found, ...severalSchemas(next)];
}

function reasonOf({ id, subject }: Change): string | undefined {
  switch (id) {
    case 'FIELD_ADDED':
    case 'FIELD_REMOVED':
    case 'FIELD_TYPE_CHANGED':
    case 'FIELD_LIST_CHANGED':
      return subject.owner === 'view'
        ? 'The query of a view is no part of the schema, and older versions would need the old one.'
        : undefined;
    default:
      return undefined;
  }
}

/** Clients name the database schema of a table that has one, so that nothing can send them to a version's views. */
const severalSchemas = ({ models, views }: SchemaModel): readonly Unbridgeable[] =>
  [...models, ...views]
    .filter(({ namespace = 'public' }) => namespace !== 'public')
    .map(({ name, namespace }) => ({
      kind: 'unbridgeable',
      path: name,
      reason: `Its clients ask for it in the database schema ${namespace}, and not in that of their version.`,
    }));
