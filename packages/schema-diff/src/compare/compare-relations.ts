import { isDeepStrictEqual } from 'node:util';
import { pathOf, type Relation, sidesOf } from '@schema-service/schema-model';
import type { ChangeFact } from '../change.ts';
import { fact } from './fact.ts';
import { pairBy } from './pair.ts';

export function* compareRelations(
  previous: readonly Relation[],
  current: readonly Relation[],
): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, identity);
  for (const relation of removed) yield fact('RELATION_REMOVED', path(relation), relation, null);
  for (const relation of added) yield fact('RELATION_ADDED', path(relation), null, relation);
  for (const [before, after] of kept) yield* compareRelation(before, after);
}

function* compareRelation(before: Relation, after: Relation): Generator<ChangeFact> {
  const at = path(after);
  if (!isDeepStrictEqual(shapeOf(before), shapeOf(after))) {
    yield fact('RELATION_CHANGED', at, shapeOf(before), shapeOf(after));
  }
  if (!isDeepStrictEqual(actionsOf(before), actionsOf(after))) {
    yield fact('RELATION_ACTION_CHANGED', at, actionsOf(before), actionsOf(after));
  }
  if (before.name !== after.name) {
    yield fact('RELATION_NAME_CHANGED', at, before.name, after.name);
  }
  if (!isDeepStrictEqual(mappingOf(before), mappingOf(after))) {
    yield fact('RELATION_MAPPING_CHANGED', at, mappingOf(before), mappingOf(after));
  }
}

/** The field that holds the key, or the first of a join table's: an entity cannot have two of a name. */
function path(relation: Relation): string {
  return pathOf(sidesOf(relation)[0]);
}

/** A foreign key that became a join table is another thing in the database. */
function identity(relation: Relation): string {
  if (relation.kind === 'foreignKey') return `${relation.kind} ${path(relation)}`;
  // Which side comes first depends on what the two are called.
  return `${relation.kind} ${sidesOf(relation).map(pathOf).sort().join(' ')}`;
}

function shapeOf(relation: Relation): object {
  if (relation.kind === 'joinTable') return { a: relation.a, b: relation.b };
  const { cardinality, from, to, fields, references } = relation;
  return { cardinality, from, to, fields, references };
}

function actionsOf(relation: Relation): object | null {
  if (relation.kind === 'joinTable') return null;
  return { onDelete: relation.onDelete, onUpdate: relation.onUpdate };
}

function mappingOf(relation: Relation): object {
  const { kind, dbName } = relation;
  return kind === 'joinTable' && relation.namespace !== undefined
    ? { kind, dbName, namespace: relation.namespace }
    : { kind, dbName };
}
