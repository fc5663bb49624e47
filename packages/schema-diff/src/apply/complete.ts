import {
  type Field,
  type Model,
  pathOf,
  type Relation,
  type SchemaModel,
  sidesOf,
  sortedBy,
  type View,
} from '@schema-service/schema-model';
import type { SchemaDraft } from './draft.ts';

/** The schema of a draft: sorted as one is, and with what its fields repeat of its keys and relations. */
export function completed(draft: SchemaDraft): SchemaModel {
  const relations = sortedBy([...draft.relations], sortKey);
  const ends = relationEnds(relations);
  const entities = sortedBy([...draft.entities.values()], ({ name }) => name);
  const complete = <Entity extends Model | View>(entity: Entity): Entity => ({
    ...entity,
    fields: entity.fields.map((field) => completedField(field, entity, ends)),
    uniques: sortedBy(entity.uniques, ({ dbName }) => dbName),
  });
  const extensions = sortedBy([...draft.extensions.values()], ({ name }) => name);
  return {
    kind: 'schema',
    provider: 'postgresql',
    ...(draft.relationMode === undefined ? {} : { relationMode: draft.relationMode }),
    namespaces: [...draft.namespaces].sort(),
    ...(extensions.length === 0 ? {} : { extensions }),
    enums: sortedBy([...draft.enums.values()], ({ name }) => name),
    models: entities
      .filter((entity) => entity.kind === 'model')
      .map((model) => ({
        ...complete(model),
        indexes: sortedBy(model.indexes, ({ dbName }) => dbName),
      })),
    views: entities.filter((entity) => entity.kind === 'view').map(complete),
    relations,
  };
}

interface RelationEnd {
  readonly relationName: string;
  readonly fields: readonly string[];
  readonly references: readonly string[];
}

function relationEnds(relations: readonly Relation[]): ReadonlyMap<string, RelationEnd> {
  const ends = new Map<string, RelationEnd>();
  const bare = { fields: [], references: [] };
  for (const relation of relations) {
    const { name: relationName } = relation;
    const [one, other] = sidesOf(relation);
    const key = relation.kind === 'foreignKey' ? relation : bare;
    const { fields, references } = key;
    ends.set(pathOf(other), { relationName, ...bare });
    ends.set(pathOf(one), { relationName, fields, references });
  }
  return ends;
}

function completedField(
  field: Field,
  { name: entity, primaryKey, uniques }: Model | View,
  ends: ReadonlyMap<string, RelationEnd>,
): Field {
  if (field.kind === 'relation') return { ...field, ...ends.get(`${entity}.${field.name}`) };
  const isOnly = ({ fields }: { readonly fields: readonly { readonly name: string }[] }): boolean =>
    fields.length === 1 && fields[0]?.name === field.name;
  return {
    ...field,
    isId: primaryKey !== undefined && isOnly(primaryKey),
    isUnique: uniques.some(isOnly),
  };
}

/** Relations are sorted by their sides, then by name. */
function sortKey(relation: Relation): string {
  const sides = sidesOf(relation).flatMap(({ entity, field }) => [entity, field]);
  return [...sides, relation.name].join(' ');
}
