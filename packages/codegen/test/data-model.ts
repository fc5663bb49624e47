import type { Model, SchemaModel, View } from '@schema-service/schema-model';

/** What a generator of calls has to know of a schema. */
export function dataModel(schema: SchemaModel): unknown {
  const entities = [...schema.models, ...schema.views].filter(({ isIgnored }) => !isIgnored);
  return {
    models: entities.map(entity),
    enums: Object.fromEntries(
      schema.enums.map(({ name, values }) => [name, values.map((value) => value.name)]),
    ),
  };
}

function entity({ kind, name, fields, primaryKey }: Model | View): unknown {
  return {
    name,
    isView: kind === 'view',
    fields: fields.flatMap((field) => {
      if (field.isIgnored || field.kind === 'unsupported') return [];
      return [
        {
          name: field.name,
          kind: field.kind === 'relation' ? 'object' : field.kind,
          type: field.type,
          isList: field.arity === 'list',
          isRequired: field.arity !== 'optional',
          ...(field.kind === 'relation'
            ? {}
            : {
                isId: field.isId,
                isUnique: field.isUnique,
                hasDefaultValue: field.default !== undefined,
              }),
        },
      ];
    }),
    ...(primaryKey && primaryKey.fields.length > 1
      ? { primaryKey: { name: primaryKey.name, fields: primaryKey.fields.map((one) => one.name) } }
      : {}),
  };
}
