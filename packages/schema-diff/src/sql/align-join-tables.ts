import type {
  JoinTableRelation,
  Relation,
  RelationSide,
  SchemaModel,
} from '@schema-service/schema-model';

/** A many-to-many relation's table that goes by another name now. */
export interface RenamedJoinTable {
  readonly previous: JoinTableRelation;
  readonly current: JoinTableRelation;
}

const key = ({ entity, field }: RelationSide): string => `${entity}.${field}`;

/**
 * Gives the many-to-many relations of an aligned schema the names that they have
 * now, which Prisma derives from those of the models. Where the order of the
 * models' names has turned, the columns would have to as well: those are left.
 */
export function alignJoinTables(
  aligned: SchemaModel,
  current: SchemaModel,
): { readonly schema: SchemaModel; readonly renamed: readonly RenamedJoinTable[] } {
  const counterpart = (relation: JoinTableRelation): JoinTableRelation | undefined =>
    current.relations.find(
      (other): other is JoinTableRelation =>
        other.kind === 'joinTable' &&
        key(other.a) === key(relation.a) &&
        key(other.b) === key(relation.b),
    );
  const renamed = aligned.relations.flatMap((previous): RenamedJoinTable[] => {
    const now = previous.kind === 'joinTable' ? counterpart(previous) : undefined;
    return previous.kind === 'joinTable' && now !== undefined && !isSameTable(previous, now)
      ? [{ previous, current: now }]
      : [];
  });
  const relations = aligned.relations.map(
    (relation): Relation =>
      renamed.find(({ previous }) => previous === relation)?.current ?? relation,
  );
  const sides = new Map(
    renamed.flatMap(({ previous, current: now }) => [
      [key(previous.a), now.name] as const,
      [key(previous.b), now.name] as const,
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
