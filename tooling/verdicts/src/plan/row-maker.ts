import type { Model, SchemaModel, View } from '@schema-service/schema-model';
import { givenValue, nullValue } from './given-values.ts';
import type { GivenKey, GivenRow, GivenValue } from './operation.ts';
import {
  type ClientField,
  clientFields,
  foreignKeysFrom,
  isNeeded,
  keysOf,
} from './visible-model.ts';

/** Rows whose seeds are this much higher exist for others to refer to. */
export const PARENTS = 100;

interface NamedFields {
  readonly name: string;
  readonly fields: readonly string[];
}

/** What rows of one model can look like. */
export interface RowMaker {
  readonly fields: readonly ClientField[];
  readonly keys: readonly NamedFields[];
  readonly key: (key: NamedFields, seed: number) => GivenKey;
  readonly full: (seed: number) => GivenRow;
  /** What a row cannot do without. */
  readonly minimal: (seed: number) => GivenRow;
  /** Everything optional is null. */
  readonly nulls: (seed: number) => GivenRow;
  /** The values of another row, but for its keys. */
  readonly repeated: (seed: number, of: number) => GivenRow;
  /** New values for everything that is in no key and no relation. */
  readonly changes: (seed: number) => GivenRow;
  /** In no key and in no relation. */
  readonly isFree: (field: ClientField) => boolean;
}

/** Makes rows of one model. A foreign key points to the parent row with the same seed. */
export function rowMaker(schema: SchemaModel, model: Model | View): RowMaker {
  const fields = clientFields(model);
  const keys = keysOf(model);
  const inKeys = new Set(keys.flatMap((key) => key.fields));
  const value = (field: ClientField, seed: number): GivenValue =>
    referenced(schema, model, field, seed) ?? givenValue(schema, field, seed);
  const row = (chosen: readonly ClientField[], seed: number): GivenRow =>
    Object.fromEntries(chosen.map((field) => [field.name, value(field, seed)]));
  const isFree = ({ name }: ClientField): boolean =>
    !inKeys.has(name) &&
    !foreignKeysFrom(schema, model.name).some((relation) => relation.fields.includes(name));
  return {
    fields,
    keys,
    isFree,
    key: ({ name, fields: names }, seed) => ({
      entity: model.name,
      name,
      values: row(
        fields.filter((field) => names.includes(field.name)),
        seed,
      ),
    }),
    full: (seed) => row(fields, seed),
    minimal: (seed) => row(fields.filter(isNeeded), seed),
    nulls: (seed) => ({
      ...row(fields, seed),
      ...Object.fromEntries(
        fields
          .filter(({ arity }) => arity === 'optional')
          .map((field) => [field.name, nullValue(field)]),
      ),
    }),
    repeated: (seed, of) =>
      Object.fromEntries(
        fields.map((field) => [field.name, value(field, inKeys.has(field.name) ? seed : of)]),
      ),
    changes: (seed) => row(fields.filter(isFree), seed),
  };
}

function referenced(
  schema: SchemaModel,
  model: Model | View,
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
  return {
    ...(referenced(schema, target, referencedField, parent) ??
      givenValue(schema, referencedField, parent)),
  };
}
