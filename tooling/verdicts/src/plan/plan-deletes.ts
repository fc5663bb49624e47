import { isDeepStrictEqual } from 'node:util';
import type { Model, SchemaModel } from '@schema-service/schema-model';
import type { GivenRow, Operation, OperationAct } from './operation.ts';
import { PARENTS, rowMaker } from './row-maker.ts';
import { entitiesReferredTo, isComparable, parentsFirst } from './visible-model.ts';

/** Deletes rows that others refer to, in the one version or the other: the parents of the rows with the seed. */
export function planDeletes(
  schema: SchemaModel,
  other: SchemaModel,
  seed: number,
): readonly Operation[] {
  const referredTo = entitiesReferredTo(schema, other);
  return parentsFirst(schema)
    .filter(({ name }) => referredTo.has(name))
    .flatMap((model): readonly Operation[] => {
      const act = deleteOf(schema, other, model, PARENTS + seed);
      if (act === undefined) return [];
      return [
        {
          ...act,
          name: `${model.name}: delete what others point at`,
          entity: model.name,
          question: 'writes',
          volatile: [],
        },
      ];
    });
}

/** By its key; where the other version gives the same row another key, by what both say of it. */
function deleteOf(
  schema: SchemaModel,
  other: SchemaModel,
  model: Model,
  seed: number,
): OperationAct | undefined {
  const rows = rowMaker(schema, model);
  const [key] = rows.keys;
  if (key === undefined) return undefined;
  const where = rows.key(key, seed);
  const there = other.models.find(({ name }) => name === model.name);
  if (there === undefined) return { act: 'delete', where };
  const theirs = rowMaker(other, there).full(seed);
  const isSame = (field: string, given: GivenRow): boolean =>
    isDeepStrictEqual(given[field]?.value, theirs[field]?.value);
  const isOther = key.fields.some(
    (field) => theirs[field] !== undefined && !isSame(field, where.values),
  );
  if (!isOther) return { act: 'delete', where };
  const row = rows.full(seed);
  const said = rows.fields.filter(
    (field) => rows.isFree(field) && isComparable(field) && isSame(field.name, row),
  );
  if (said.length === 0) return undefined;
  const by = Object.fromEntries(
    said.flatMap(({ name }) => {
      const given = row[name];
      return given === undefined ? [] : [[name, given] as const];
    }),
  );
  return { act: 'deleteMany', by };
}
