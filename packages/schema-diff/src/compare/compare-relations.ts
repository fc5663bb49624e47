import { isDeepStrictEqual } from 'node:util';
import {
  type ForeignKeyRelation,
  pathOf,
  type Relation,
  sidesOf,
} from '@schema-service/schema-model';
import type {
  ChangeFact,
  RelationActions,
  RelationMapping,
  RelationShape,
  SubjectOf,
} from '../change.ts';
import { fact } from './fact.ts';
import { pairBy } from './pair.ts';

export function* compareRelations(
  previous: readonly Relation[],
  current: readonly Relation[],
): Generator<ChangeFact> {
  const { removed, added, kept } = pairBy(previous, current, identity);
  for (const relation of removed) {
    yield fact('RELATION_REMOVED', subjectOf(relation), relation, null);
  }
  for (const relation of added) yield fact('RELATION_ADDED', subjectOf(relation), null, relation);
  for (const [before, after] of kept) yield* compareRelation(before, after);
}

function* compareRelation(before: Relation, after: Relation): Generator<ChangeFact> {
  const subject = subjectOf(after);
  if (!isDeepStrictEqual(shapeOf(before), shapeOf(after))) {
    yield fact('RELATION_CHANGED', subject, shapeOf(before), shapeOf(after));
  }
  if (before.kind === 'foreignKey' && after.kind === 'foreignKey') {
    const [was, is] = [actionsOf(before), actionsOf(after)];
    if (!isDeepStrictEqual(was, is)) yield fact('RELATION_ACTION_CHANGED', subject, was, is);
  }
  if (before.name !== after.name) {
    yield fact('RELATION_NAME_CHANGED', subject, before.name, after.name);
  }
  if (!isDeepStrictEqual(mappingOf(before), mappingOf(after))) {
    yield fact('RELATION_MAPPING_CHANGED', subject, mappingOf(before), mappingOf(after));
  }
}

/** An entity cannot have two fields of a name. */
function subjectOf(relation: Relation): SubjectOf<'relation'> {
  const [{ entity, field }] = sidesOf(relation);
  return { kind: 'relation', entity, field };
}

/** A foreign key that became a join table is another thing in the database. */
function identity(relation: Relation): string {
  if (relation.kind === 'foreignKey') return `${relation.kind} ${pathOf(relation.from)}`;
  // Which side comes first depends on what the two are called.
  return `${relation.kind} ${sidesOf(relation).map(pathOf).sort().join(' ')}`;
}

function shapeOf(relation: Relation): RelationShape {
  if (relation.kind === 'joinTable') return { a: relation.a, b: relation.b };
  const { cardinality, from, to, fields, references } = relation;
  return { cardinality, from, to, fields, references };
}

function actionsOf({ onDelete, onUpdate }: ForeignKeyRelation): RelationActions {
  return { onDelete, onUpdate };
}

function mappingOf(relation: Relation): RelationMapping {
  const { kind, dbName } = relation;
  return kind === 'joinTable' && relation.namespace !== undefined
    ? { kind, dbName, namespace: relation.namespace }
    : { kind, dbName };
}
