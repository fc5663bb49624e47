import type {
  JoinTableRelation,
  Relation,
  RelationSide,
  SchemaModel,
} from '@schema-service/schema-model';

/** A many-to-many relation's table that goes by another name now. */
export interface RenamedJoinTable {
  /** Whether its columns change places: `A` is that of the model whose name comes first. */
  readonly isTurned: boolean;
  readonly previous: JoinTableRelation;
  readonly current: JoinTableRelation;
}

const key = ({ entity, field }: RelationSide): string => `${entity}.${field}`;

/**
 * Gives the many-to-many relations of an aligned schema the names that they have
 * now, which Prisma derives from those of the models.
 */
export function alignJoinTables(
  aligned: SchemaModel,
  current: SchemaModel,
): { readonly schema: SchemaModel; readonly renamed: readonly RenamedJoinTable[] } {
  const now = current.relations.filter((relation) => relation.kind === 'joinTable');
  const renamed = aligned.relations.flatMap((previous): RenamedJoinTable[] => {
    if (previous.kind !== 'joinTable') return [];
    const [a, b] = [key(previous.a), key(previous.b)];
    const kept = now.find((other) => key(other.a) === a && key(other.b) === b);
    if (kept !== undefined) {
      return isSameTable(previous, kept) ? [] : [{ previous, current: kept, isTurned: false }];
    }
    const turned = now.find((other) => key(other.a) === b && key(other.b) === a);
    return turned === undefined ? [] : [{ previous, current: turned, isTurned: true }];
  });
  const relations = aligned.relations.map(
    (relation): Relation =>
      renamed.find(({ previous }) => previous === relation)?.current ?? relation,
  );
  const sides = new Map(
    renamed.flatMap(({ current: { a, b, name } }) => [
      [key(a), name] as const,
      [key(b), name] as const,
    ]),
  );
  const models = aligned.models.map((model) => ({
    ...model,
    fields: model.fields.map((field) => {
      const name = sides.get(`${model.name}.${field.name}`);
      return field.kind === 'relation' && name !== undefined
        ? { ...field, relationName: name }
        : field;
    }),
  }));
  return { schema: renamed.length === 0 ? aligned : { ...aligned, models, relations }, renamed };
}

const isSameTable = (one: JoinTableRelation, other: JoinTableRelation): boolean =>
  one.dbName === other.dbName && one.namespace === other.namespace;
