import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { SubjectOf } from '../../change.ts';

/** A schema with its parts by name. */
export interface SchemaIndex {
  readonly schema: SchemaModel;
  /** A model or view. */
  readonly entity: (name: string) => Model | View | undefined;
  readonly field: (subject: Pick<SubjectOf<'field'>, 'entity' | 'name'>) => Field | undefined;
  readonly enum: (name: string) => Enum | undefined;
}

export function indexSchema(schema: SchemaModel): SchemaIndex {
  const entities = new Map(
    [...schema.models, ...schema.views].map((entity) => [entity.name, entity]),
  );
  const enums = new Map(schema.enums.map((declared) => [declared.name, declared]));
  return {
    schema,
    entity: (name) => entities.get(name),
    field: ({ entity, name }) => entities.get(entity)?.fields.find((field) => field.name === name),
    enum: (name) => enums.get(name),
  };
}
