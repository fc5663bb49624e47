import {
  type EnumField,
  isMadeAnew,
  type Model,
  type RelationField,
  type ScalarField,
  type SchemaModel,
} from '@schema-service/schema-model';
import type { Argument, Shape } from './call.ts';

/** A field that clients see as a column. */
export type Column = ScalarField | EnumField;

/** The fields of a model that a client reads and writes. */
export function columnsOf(model: Model): readonly Column[] {
  return model.fields.filter(
    (field): field is Column =>
      (field.kind === 'scalar' || field.kind === 'enum') && !field.isIgnored,
  );
}

/** The relations of a model whose other side is a model that clients see. */
export function relationsOf(schema: SchemaModel, model: Model): readonly RelationField[] {
  return model.fields.filter(
    (field): field is RelationField =>
      field.kind === 'relation' && !field.isIgnored && modelOf(schema, field.type) !== undefined,
  );
}

/** A model that clients see, by its name. */
export function modelOf(schema: SchemaModel, name: string): Model | undefined {
  return schema.models.find((model) => model.name === name && !model.isIgnored);
}

/** The fields that identify a row. */
export function keyOf(model: Model): readonly Column[] {
  const key = model.primaryKey ?? model.uniques[0];
  const columns = columnsOf(model);
  return (
    key?.fields.flatMap(({ name }) => columns.find((column) => column.name === name) ?? []) ?? []
  );
}

/** Rows in the order of their key. */
export const inOrder = (model: Model): Argument =>
  keyOf(model).map(({ name }) => ({ [name]: 'asc' }));

/** The relation field of the other side. */
export function inverseOf(
  schema: SchemaModel,
  model: Model,
  field: RelationField,
): RelationField | undefined {
  return modelOf(schema, field.type)?.fields.find(
    (other): other is RelationField =>
      other.kind === 'relation' &&
      other.relationName === field.relationName &&
      other.type === model.name &&
      (field.type !== model.name || other.name !== field.name),
  );
}

/** Whether the time or the database decides what a column holds, so that no two runs write the same. */
export function isDifferentEachTime(model: Model, column: Column): boolean {
  if (column.isUpdatedAt) return true;
  return isMadeAnew(column) && !columnsOfKeys(model).has(column.name);
}

/** The columns that have a part in a key. */
export function columnsOfKeys({ primaryKey, uniques }: Model): ReadonlySet<string> {
  return new Set(
    [primaryKey, ...uniques].flatMap((key) => key?.fields.map(({ name }) => name) ?? []),
  );
}

/** All that a client shows of a row by itself. */
export function shapeOf(
  model: Model,
  {
    isWritten = false,
    relations = [],
    counts = [],
  }: { isWritten?: boolean; relations?: Shape['relations']; counts?: readonly string[] } = {},
): Shape {
  return {
    fields: columnsOf(model)
      .filter((column) => !isWritten || !isDifferentEachTime(model, column))
      .map((column) => ({
        name: column.name,
        type: column.kind === 'enum' ? 'Enum' : typeOf(column),
      })),
    relations,
    counts,
  };
}

/** `Date` and the times of day are a DateTime of Prisma's, and not of Python's. */
function typeOf({ type, nativeType }: ScalarField): string {
  return type === 'DateTime' && !nativeType.name.startsWith('Timestamp') ? nativeType.name : type;
}
