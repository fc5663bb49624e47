import {
  type ColumnField,
  columnsOf,
  type EnumField,
  type Field,
  isMadeByDatabase,
  type Model,
  type ScalarField,
  type SchemaModel,
  type View,
} from '@schema-service/schema-model';

// What a client sees of a schema, worked out once for every language.

/** A column that clients see. */
export type ClientColumn = ScalarField | EnumField;

/** The tables that clients see. */
export function visibleModels(schema: SchemaModel): readonly Model[] {
  return schema.models.filter((model) => !model.isIgnored);
}

/** The views that clients see. */
export function visibleViews(schema: SchemaModel): readonly View[] {
  return schema.views.filter((view) => !view.isIgnored);
}

/** The columns that clients see: not what is `@ignore`d and what has no type in the schema language. */
export function visibleColumns(entity: Model | View): readonly ClientColumn[] {
  return entity.fields.filter(isVisible);
}

function isVisible(field: Field): field is ClientColumn {
  return !field.isIgnored && (field.kind === 'scalar' || field.kind === 'enum');
}

/**
 * The sets of columns by which a client can ask for one row, the primary key
 * first, each once. A key with a column that no client sees is none of them.
 */
export function visibleKeys(entity: Model | View): readonly (readonly ClientColumn[])[] {
  const columns = new Map(visibleColumns(entity).map((column) => [column.name, column]));
  const keys = new Map<string, readonly ClientColumn[]>();
  const { primaryKey, uniques } = entity;
  for (const { fields } of primaryKey ? [primaryKey, ...uniques] : uniques) {
    const key = fields.flatMap(({ name }) => columns.get(name) ?? []);
    const id = fields.map(({ name }) => name).join(' ');
    if (key.length === fields.length && !keys.has(id)) keys.set(id, key);
  }
  return [...keys.values()];
}

/** Whether a client can insert: every column that it does not see gets along without it. */
export function canInsert(model: Model): boolean {
  return columnsOf(model).every((column) => isVisible(column) || isFilledByDatabase(column));
}

/** Whether `create` takes a row without the column: the client or the database fills it in. */
export function isOptionalAtCreate(column: ClientColumn): boolean {
  return column.arity !== 'required' || column.default !== undefined || column.isUpdatedAt;
}

/** The same of an INSERT: the database makes no `uuid()`, `cuid()` or `@updatedAt` value. */
export function isFilledByDatabase({ arity, default: value }: ColumnField): boolean {
  return arity !== 'required' || isMadeByDatabase(value);
}
