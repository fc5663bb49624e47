import type { Model, ScalarType, SchemaModel, View } from '@schema-service/schema-model';
import { visibleColumns, visibleModels, visibleViews } from '../../visible-schema.ts';

/** The types whose values are something else in JSON. */
const CHANGED: ReadonlySet<ScalarType> = new Set([
  'BigInt',
  'Bytes',
  'DateTime',
  'Decimal',
  'Float',
]);

/** `json-fields.ts`: what `fromJson` has to read back, by model. */
export function jsonFieldsModule(schema: SchemaModel): string {
  const entities = [...visibleModels(schema), ...visibleViews(schema)];
  const seen = new Set(entities.map(({ name }) => name));
  const fields = Object.fromEntries(
    entities.map((entity) => [
      entity.name,
      { types: typesOf(entity), relations: relationsOf(entity, seen) },
    ]),
  );
  return [
    "import type { JsonFields } from './json.js';",
    '',
    '/** What of each model is something else in JSON. */',
    `export const jsonFields: Readonly<Record<string, JsonFields>> = ${JSON.stringify(fields, null, 2)};`,
    '',
  ].join('\n');
}

function typesOf(entity: Model | View): Readonly<Record<string, ScalarType>> {
  return Object.fromEntries(
    visibleColumns(entity).flatMap((column) =>
      column.kind === 'scalar' && CHANGED.has(column.type) ? [[column.name, column.type]] : [],
    ),
  );
}

function relationsOf(
  { fields }: Model | View,
  seen: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.flatMap((field) =>
      field.kind === 'relation' && !field.isIgnored && seen.has(field.type)
        ? [[field.name, field.type]]
        : [],
    ),
  );
}
