import type { Model, SchemaModel } from '@schema-service/schema-model';
import { givenValue, nullValue } from './given-values.ts';
import type { GivenKey, GivenRow, GivenValue } from './operation.ts';
import { type ClientField, clientFields, foreignKeysFrom, isNeeded, keysOf } from './visible-model.ts';

/** Rows whose seeds are this much higher exist for others to refer to. */
export const PARENTS = 100;

/** Makes rows of one model. A foreign key points to the parent row with the same seed. */
export function rowMaker(schema: SchemaModel, model: Model) {
  const fields = clientFields(model);
  const keys = keysOf(model);
  const inKeys = new Set(keys.flatMap((key) => key.fields));
  const value = (field: ClientField, seed: number): GivenValue =>
    referenced(schema, model, field, seed) ?? givenValue(schema, field, seed);
  const row = (chosen: readonly ClientField[], seed: number): GivenRow =>
    Object.fromEntries(chosen.map((field) => [field.name, value(field, seed)]));
  const key = ({ name, fields: names }: { name: string; fields: readonly string[] }, seed: number): GivenKey => ({
    name,
    values: row(fields.filter((field) => names.includes(field.name)), seed),
  });
  return {
    fields,
    keys,
    key,
    full: (seed: number) => row(fields, seed),
    /** What a row cannot do without. */
    minimal: (seed: number) => row(fields.filter(isNeeded), seed),
    /** Everything optional is null. */
    nulls: (seed: number): GivenRow => ({
      ...row(fields, seed),
      ...Object.fromEntries(
        fields.filter(({ arity }) => arity === 'optional').map((field) => [field.name, nullValue(field)]),
      ),
    }),
    /** The values of another row, but for its keys. */
    repeated: (seed: number, of: number): GivenRow =>
      Object.fromEntries(
        fields.map((field) => [field.name, value(field, inKeys.has(field.name) ? seed : of)]),
      ),
    /** New values for everything that is in no key and no relation. */
    changes: (seed: number): GivenRow =>
      row(
        fields.filter(
          ({ name }) => !inKeys.has(name) && !foreignKeysFrom(schema, model.name).some((fk) => fk.fields.includes(name)),
        ),
        seed,
      ),
    isFree: ({ name }: ClientField) =>
      !inKeys.has(name) && !foreignKeysFrom(schema, model.name).some((fk) => fk.fields.includes(name)),
  };
}

export type RowMaker = ReturnType<typeof rowMaker>;

function referenced(
  schema: SchemaModel,
  model: Model,
  field: ClientField,
  seed: number,
): GivenValue | undefined {
  const key = foreignKeysFrom(schema, model.name).find(({ fields }) => fields.includes(field.name));
  if (key === undefined) return undefined;
  const target = schema.models.find(({ name }) => name === key.to.entity);
  const of = key.references[key.fields.indexOf(field.name)];
  const referencedField = target && clientFields(target).find(({ name }) => name === of);
  if (target === undefined || referencedField === undefined) return undefined;
  const parent = seed >= PARENTS ? seed : seed + PARENTS;
  return { ...(referenced(schema, target, referencedField, parent) ?? givenValue(schema, referencedField, parent)) };
}
