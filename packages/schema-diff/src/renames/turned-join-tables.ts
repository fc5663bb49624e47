import { type JoinTableRelation, pathOf, type SchemaModel } from '@schema-service/schema-model';
import type { RenameFinding } from '../diff-options.ts';

/**
 * Join tables between rows of one model whose two fields have another order now, so that the columns
 * mean each other: the database looks the same before and after, and cannot tell which it is.
 */
export function turnedJoinTables(
  renamed: SchemaModel,
  current: SchemaModel,
): readonly RenameFinding[] {
  const before = selfRelations(renamed);
  return selfRelations(current).flatMap((relation): readonly RenameFinding[] => {
    const [a, b] = [pathOf(relation.a), pathOf(relation.b)];
    const turned = before.find((other) => pathOf(other.a) === b && pathOf(other.b) === a);
    if (turned === undefined) return [];
    return [
      {
        kind: 'renameFinding',
        id: 'RENAME_EXCHANGED',
        from: pathOf(turned.a),
        to: b,
        message: `${b} stands behind ${a} now, so that the columns A and B of ${relation.dbName} change places.`,
        fix: `Give the two fields names in the order that they had: ${b} before ${a}.`,
      },
    ];
  });
}

const selfRelations = ({ relations }: SchemaModel): readonly JoinTableRelation[] =>
  relations
    .filter((relation) => relation.kind === 'joinTable')
    .filter(({ a, b }) => a.entity === b.entity);
