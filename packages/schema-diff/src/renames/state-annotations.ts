import type { Enum, Field, Model, SchemaModel, View } from '@schema-service/schema-model';
import type { Rename } from '../diff-options.ts';
import { statedOldName } from './annotation.ts';

interface Documented {
  readonly name: string;
  readonly documentation?: string;
}

/** A schema whose comments state these renames, where it has what was renamed. */
export function stateAnnotations(schema: SchemaModel, renames: readonly Rename[]): SchemaModel {
  const oldNames = new Map(
    renames.map(({ from, to }) => [to, from.slice(from.lastIndexOf('.') + 1)]),
  );
  const note = <Part extends Documented>(part: Part, path: string): Part => {
    const from = oldNames.get(path);
    if (from === undefined) return part;
    const before = part.documentation === undefined ? '' : `${part.documentation}\n`;
    return { ...part, documentation: `${before}@renamed from: ${from}` };
  };
  const noteFields = <Entity extends Model | View>(entity: Entity): Entity => ({
    ...note(entity, entity.name),
    fields: entity.fields.map((field): Field => note(field, `${entity.name}.${field.name}`)),
  });
  return {
    ...schema,
    enums: schema.enums.map(
      (declared): Enum => ({
        ...note(declared, declared.name),
        values: declared.values.map((value) => note(value, `${declared.name}.${value.name}`)),
      }),
    ),
    models: schema.models.map(noteFields),
    views: schema.views.map(noteFields),
  };
}

/**
 * What pending migrations made of a release, with the renames stated that are over: those of the
 * release, and those of the working schema's declarations that the release did not have.
 */
export function stateOverRenames(
  migrated: SchemaModel,
  released: SchemaModel,
  working: SchemaModel,
): SchemaModel {
  const [old, young] = [declarations(released), declarations(working)];
  const added = [...young].filter(([path]) => !old.has(path));
  const stated = [...old, ...added].flatMap(([to, declared]): Rename[] => {
    const from = statedOldName(declared);
    return from === undefined ? [] : [{ from, to }];
  });
  return stateAnnotations(migrated, stated);
}

/** Everything that can be renamed, by its path. */
function declarations({ enums, models, views }: SchemaModel): ReadonlyMap<string, Documented> {
  const within = (owner: Documented, members: readonly Documented[]) => [
    [owner.name, owner] as const,
    ...members.map((member) => [`${owner.name}.${member.name}`, member] as const),
  ];
  return new Map([
    ...enums.flatMap((declared) => within(declared, declared.values)),
    ...[...models, ...views].flatMap((entity) => within(entity, entity.fields)),
  ]);
}
