import type { Name } from '@schema-service/migration-draft';
import { type Field, type Model, type SchemaModel, sidesOf } from '@schema-service/schema-model';
import { type HomeGroup, isSameTable, nameOf, type ViewLayout } from './layout.ts';

export const isIn = ({ columns }: ViewLayout, column: string): boolean =>
  columns.some(({ home }) => home === column);

/** Whether a view over the table shows the column. */
export const shows = (views: readonly ViewLayout[], table: Name, column: string): boolean =>
  views.some((view) => isSameTable(view.table, table) && isIn(view, column));

/** The tables that are shown, with the columns that a view or a group of homes needs, and the keys over those alone. */
export function narrow(
  base: SchemaModel,
  views: readonly ViewLayout[],
  groups: readonly HomeGroup[],
): SchemaModel {
  const models = base.models.map((model): Model => {
    const table = nameOf(model);
    if (!views.some((view) => isSameTable(view.table, table))) return model;
    const homes = groups
      .filter((group) => isSameTable(group.table, table))
      .flatMap((one) => one.homes);
    const fields = model.fields.filter(
      ({ dbName }) => shows(views, table, dbName) || homes.some(({ column }) => column === dbName),
    );
    const isKept = (key: { readonly fields: readonly { readonly name: string }[] }): boolean =>
      key.fields.every(({ name }) => fields.some((field) => field.name === name));
    return {
      ...model,
      fields,
      uniques: model.uniques.filter(isKept),
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
    relations: base.relations.filter(
      (one) =>
        one.kind === 'joinTable' ||
        (hasFields(one.from.entity, one.fields) && hasFields(one.to.entity, one.references)),
    ),
  };
}

/** Without the tables, views and types that no version shows. */
export function withoutTables(base: SchemaModel, views: readonly ViewLayout[]): SchemaModel {
  const isShown = (one: Pick<Model, 'namespace' | 'dbName'>): boolean =>
    views.some((view) => isSameTable(view.table, nameOf(one)));
  const models = base.models.filter(isShown);
  const names = new Set(models.map(({ name }) => name));
  const types = new Set(models.flatMap(({ fields }) => fields.map((field) => enumOf(field))));
  return {
    ...base,
    models,
    views: base.views.filter(isShown),
    enums: base.enums.filter(({ name }) => types.has(name)),
    relations: base.relations.filter(
      (one) =>
        sidesOf(one).every(({ entity }) => names.has(entity)) &&
        (one.kind === 'foreignKey' || isShown(one)),
    ),
  };
}

const enumOf = (field: Field): string | undefined =>
  field.kind === 'enum' ? field.type : undefined;
