import type { SchemaModel } from '@schema-service/schema-model';
import type { Rename } from '../src/index.ts';

interface Documented {
  readonly name: string;
  readonly documentation?: string;
}

/** A schema whose comments state these renames. */
export function annotated(schema: SchemaModel, renames: readonly Rename[]): SchemaModel {
  const oldNames = new Map(
    renames.map(({ from, to }) => [to, from.slice(from.lastIndexOf('.') + 1)]),
  );
  const note = <Part extends Documented>(part: Part, path: string): Part => {
    const from = oldNames.get(path);
    if (from === undefined) return part;
    const before = part.documentation === undefined ? '' : `${part.documentation}\n`;
    return { ...part, documentation: `${before}@renamed from: ${from}` };
  };
  const noteFields = <Entity extends SchemaModel['models'][number] | SchemaModel['views'][number]>(
    entity: Entity,
  ): Entity => ({
    ...note(entity, entity.name),
    fields: entity.fields.map((field) => note(field, `${entity.name}.${field.name}`)),
  });
  return {
    ...schema,
    enums: schema.enums.map((declared) => ({
      ...note(declared, declared.name),
      values: declared.values.map((value) => note(value, `${declared.name}.${value.name}`)),
    })),
    models: schema.models.map(noteFields),
    views: schema.views.map(noteFields),
  };
}
