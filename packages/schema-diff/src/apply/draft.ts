import type {
  Enum,
  Extension,
  Model,
  Relation,
  SchemaModel,
  View,
} from '@schema-service/schema-model';

/** A schema under change, its parts by name. */
export interface SchemaDraft {
  relationMode: 'prisma' | undefined;
  readonly namespaces: Set<string>;
  readonly extensions: Map<string, Extension>;
  readonly enums: Map<string, Enum>;
  readonly entities: Map<string, Model | View>;
  readonly relations: Set<Relation>;
}

export function createDraft(schema: SchemaModel): SchemaDraft {
  const byName = <Part extends { readonly name: string }>(parts: readonly Part[]) =>
    new Map(parts.map((part) => [part.name, part]));
  return {
    relationMode: schema.relationMode,
    namespaces: new Set(schema.namespaces),
    extensions: byName(schema.extensions ?? []),
    enums: byName(schema.enums),
    entities: byName<Model | View>([...schema.models, ...schema.views]),
    relations: new Set(schema.relations),
  };
}
