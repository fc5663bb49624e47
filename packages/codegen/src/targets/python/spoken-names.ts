import { type SchemaModel, statedPythonName } from '@schema-service/schema-model';

/**
 * What a declaration is called before Python's spelling: by its annotation
 * `@python.name`, or as in the schema.
 */
export interface SpokenNames {
  /** Of a model, a view or an enum. */
  readonly of: (name: string) => string;
  /** Of a field or of a value of an enum. */
  readonly member: (owner: string, name: string) => string;
}

/** The names of a schema whose annotations are there still. */
export function spokenNames({ enums, models, views }: SchemaModel): SpokenNames {
  const stated = new Map<string, string>();
  const note = (path: string, declared: { readonly documentation?: string }): void => {
    const name = statedPythonName(declared);
    if (name !== undefined) stated.set(path, name);
  };
  for (const declared of enums) {
    note(declared.name, declared);
    for (const value of declared.values) note(`${declared.name}.${value.name}`, value);
  }
  for (const entity of [...models, ...views]) {
    note(entity.name, entity);
    for (const field of entity.fields) note(`${entity.name}.${field.name}`, field);
  }
  return {
    of: (name) => stated.get(name) ?? name,
    member: (owner, name) => stated.get(`${owner}.${name}`) ?? name,
  };
}
