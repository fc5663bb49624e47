import type { Name } from '@schema-service/migration-draft';
import {
  type Field,
  type Model,
  type PrimaryKey,
  type SchemaModel,
  sidesOf,
  type UniqueConstraint,
} from '@schema-service/schema-model';
import {
  type HomeGroup,
  isSameTable,
  type Layout,
  modelIn,
  nameOf,
  type ViewLayout,
} from './layout.ts';

export const isIn = ({ columns }: ViewLayout, column: string): boolean =>
  columns.some(({ home }) => home === column);

/** Whether a view over the table shows the column. */
export const shows = (views: readonly ViewLayout[], table: Name, column: string): boolean =>
  views.some((view) => isSameTable(view.table, table) && isIn(view, column));

/** What is left of a layout. */
export interface Kept {
  readonly views: readonly ViewLayout[];
  readonly groups: readonly HomeGroup[];
  /** The newest version's schema, as the database would have it alone. */
  readonly newest: SchemaModel;
}

/**
 * The tables that are shown, with the columns that a view or a group of homes needs, and the keys over those alone. Where
 * the primary key goes, the newest version's takes its place, and what a sequence counted it counts in the next home.
 */
export function narrow(
  { base, groups: all }: Pick<Layout, 'base' | 'groups'>,
  { views, groups, newest }: Kept,
): SchemaModel {
  const models = base.models.map((model): Model => {
    const table = nameOf(model);
    if (!views.some((view) => isSameTable(view.table, table))) return model;
    const isHome = (column: string): boolean =>
      groups.some(
        (group) =>
          isSameTable(group.table, table) && group.homes.some((home) => home.column === column),
      );
    const isNeeded = ({ dbName }: Field): boolean => shows(views, table, dbName) || isHome(dbName);
    const counted = countedInstead(model, all, isNeeded);
    const fields = model.fields
      .filter(isNeeded)
      .map((field) => (counted.has(field.dbName) ? withSequence(field) : field));
    const isKept = (key: Pick<PrimaryKey, 'fields'>): boolean =>
      key.fields.every(({ name }) => fields.some((field) => field.name === name));
    const { primaryKey, ...rest } = model;
    const isNew = primaryKey !== undefined && !isKept(primaryKey);
    const index = isNew ? nextKey(model, modelIn(newest, model.name)) : undefined;
    const next: PrimaryKey | undefined = isNew
      ? index && { ...index, kind: 'primaryKey', dbName: primaryKey.dbName }
      : primaryKey;
    return {
      ...rest,
      ...(next === undefined ? {} : { primaryKey: next }),
      fields,
      uniques: model.uniques.filter((unique) => isKept(unique) && unique !== index),
      indexes: model.indexes.filter(isKept),
    };
  });
  const hasFields = (entity: string, names: readonly string[]): boolean => {
    const fields = models.find(({ name }) => name === entity)?.fields ?? [];
    return names.every((name) => fields.some((field) => field.name === name));
  };
  return {
    ...base,
    models,
    views: base.views.filter((view) => isShown(views, view)),
    relations: base.relations.filter(
      (one) =>
        one.kind === 'foreignKey' &&
        hasFields(one.from.entity, one.fields) &&
        hasFields(one.to.entity, one.references),
    ),
  };
}

/** The columns that come after one in its group which is counted and goes. */
function countedInstead(
  model: Model,
  groups: readonly HomeGroup[],
  isKept: (field: Field) => boolean,
): ReadonlySet<string> {
  const fieldOf = (column: string): Field | undefined =>
    model.fields.find(({ dbName }) => dbName === column);
  const next = groups
    .filter((group) => isSameTable(group.table, nameOf(model)))
    .flatMap(({ homes }) => {
      const at = homes.findIndex(({ column }) => {
        const field = fieldOf(column);
        return field !== undefined && isCounted(field) && !isKept(field);
      });
      const fields =
        at === -1 ? [] : homes.slice(at + 1).flatMap(({ column }) => fieldOf(column) ?? []);
      return fields.find(isKept) ?? [];
    });
  return new Set(next.filter(isWholeNumber).map(({ dbName }) => dbName));
}

export const isCounted = (field: Field): boolean =>
  field.kind !== 'relation' && field.default?.kind === 'autoincrement';

const isWholeNumber = (field: Field): boolean =>
  field.kind === 'scalar' && (field.type === 'Int' || field.type === 'BigInt');

const withSequence = (field: Field): Field =>
  field.kind === 'relation' ? field : { ...field, default: { kind: 'autoincrement' } };

/** The unique index of the newest version's primary key; not one that it has over the same columns beside its key. */
function nextKey({ uniques }: Model, newest: Model | undefined): UniqueConstraint | undefined {
  const same = uniques.filter((one) => isSameFields(one, newest?.primaryKey));
  const isBeside = ({ dbName }: UniqueConstraint): boolean =>
    newest?.uniques.some((one) => one.dbName === dbName) === true;
  return same.find((one) => !isBeside(one)) ?? same[0];
}

/** Whether two keys are over the same columns, in the same order. */
export const isSameFields = (
  one: Pick<PrimaryKey, 'fields'>,
  other: Pick<PrimaryKey, 'fields'> | undefined,
): boolean => JSON.stringify(one.fields) === JSON.stringify(other?.fields);

const isShown = (views: readonly ViewLayout[], one: Pick<Model, 'namespace' | 'dbName'>): boolean =>
  views.some((view) => isSameTable(view.table, nameOf(one)));

/** Without the tables and types that no version shows. */
export function withoutTables(base: SchemaModel, views: readonly ViewLayout[]): SchemaModel {
  const models = base.models.filter((model) => isShown(views, model));
  const names = new Set(models.map(({ name }) => name));
  const types = new Set(models.flatMap(({ fields }) => fields.map((field) => enumOf(field))));
  return {
    ...base,
    models,
    enums: base.enums.filter(({ name }) => types.has(name)),
    relations: base.relations.filter((one) =>
      sidesOf(one).every(({ entity }) => names.has(entity)),
    ),
  };
}

const enumOf = (field: Field): string | undefined =>
  field.kind === 'enum' ? field.type : undefined;
