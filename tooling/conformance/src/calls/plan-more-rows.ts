import type { SchemaModel } from '@schema-service/schema-model';
import type { Call } from './call.ts';
import type { ExistingRows } from './existing-rows.ts';
import { newRow, whereRow } from './row-data.ts';
import { inverseOf, keyOf, modelOf, relationsOf, shapeOf } from './schema-facts.ts';

/** One more row of each model, in an order in which each finds what it refers to. Those that have no room fail. */
export function planMoreRows(
  schema: SchemaModel,
  existing: ExistingRows,
  models: readonly string[],
  row: number,
): readonly Call[] {
  return models.flatMap((name): readonly Call[] => {
    const model = modelOf(schema, name);
    const data = model && newRow(schema, model, row, existing);
    if (model === undefined || data === undefined) return [];
    return [{ model: name, method: 'create', args: { data }, shape: shapeOf(model) }];
  });
}

/** Connects rows by every implicit many-to-many: each with the ones before it. */
export function planLinks(schema: SchemaModel, existing: ExistingRows): readonly Call[] {
  return schema.models
    .filter((model) => !model.isIgnored && keyOf(model).length > 0)
    .flatMap((model) =>
      relationsOf(schema, model)
        .filter(
          (relation) =>
            relation.arity === 'list' && inverseOf(schema, model, relation)?.arity === 'list',
        )
        .flatMap((relation) => {
          const target = modelOf(schema, relation.type);
          const others = existing.get(relation.type) ?? [];
          return (existing.get(model.name) ?? []).flatMap((row, index): readonly Call[] => {
            const where = whereRow(model, row);
            const connect = others
              .slice(0, index)
              .flatMap((other) => (target && whereRow(target, other)) ?? []);
            if (where === undefined || connect.length === 0) return [];
            const args = { where, data: { [relation.name]: { connect } } };
            return [{ model: model.name, method: 'update', args, shape: shapeOf(model) }];
          });
        }),
    );
}
