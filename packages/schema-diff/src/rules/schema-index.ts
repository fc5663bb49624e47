import {
  type Enum,
  type Field,
  type Model,
  pathOf,
  type Relation,
  type SchemaModel,
  sidesOf,
  type View,
} from '@schema-service/schema-model';

/** A schema with its parts by the paths of changes. */
export interface SchemaIndex {
  readonly schema: SchemaModel;
  /** The model or view that a path begins with. */
  readonly entity: (path: string) => Model | View | undefined;
  /** The field at `Entity.field`. */
  readonly field: (path: string) => Field | undefined;
  readonly enum: (path: string) => Enum | undefined;
  /** The relation that the field at `Entity.field` is a side of. */
  readonly relation: (path: string) => Relation | undefined;
}

export function indexSchema(schema: SchemaModel): SchemaIndex {
  const entities = new Map(
    [...schema.models, ...schema.views].map((entity) => [entity.name, entity]),
  );
  const enums = new Map(schema.enums.map((declared) => [declared.name, declared]));
  const relations = new Map<string, Relation>();
  for (const relation of schema.relations) {
    for (const side of sidesOf(relation)) relations.set(pathOf(side), relation);
  }
  const entity = (path: string): Model | View | undefined => entities.get(ownerOf(path));
  return {
    schema,
    entity,
    field: (path) => {
      const name = path.slice(path.indexOf('.') + 1);
      return entity(path)?.fields.find((field) => field.name === name);
    },
    enum: (path) => enums.get(ownerOf(path)),
    relation: (path) => relations.get(path),
  };
}

function ownerOf(path: string): string {
  const dot = path.indexOf('.');
  return dot === -1 ? path : path.slice(0, dot);
}
