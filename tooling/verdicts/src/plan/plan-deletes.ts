import type { SchemaModel } from '@schema-service/schema-model';
import type { Operation } from './operation.ts';
import { PARENTS, rowMaker } from './row-maker.ts';
import { entitiesReferredTo, parentsFirst } from './visible-model.ts';

/** Deletes rows that others refer to, in the one version or the other. */
export function planDeletes(
  schema: SchemaModel,
  other: SchemaModel,
  seed: number,
): readonly Operation[] {
  const referredTo = entitiesReferredTo(schema, other);
  return parentsFirst(schema)
    .filter(({ name }) => referredTo.has(name))
    .flatMap((model): readonly Operation[] => {
      const rows = rowMaker(schema, model);
      const [key] = rows.keys;
      if (key === undefined) return [];
      return [
        {
          act: 'delete',
          where: rows.key(key, PARENTS + 1 + seed),
          name: `${model.name}: delete what others point at`,
          entity: model.name,
          question: 'writes',
          volatile: [],
        },
      ];
    });
}
