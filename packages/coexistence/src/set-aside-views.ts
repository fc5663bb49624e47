import {
  distinctName,
  type Structure,
  type StructureObject,
} from '@schema-service/migration-draft';
import { partsOf } from '@schema-service/postgres-sql';
import type { RenameFact } from '@schema-service/schema-diff';
import { columnsOf, type SchemaModel, type View } from '@schema-service/schema-model';
import { isSameTable, nameOf, nameOfVersion, type VersionLayout } from './layout.ts';

/** A view of which the newer version has another one: it stays as it is, under another name, for those that show it. */
export interface SetAsideView {
  readonly rename: RenameFact;
  readonly view: View;
  /** Its name in the database from then on. */
  readonly dbName: string;
}

/**
 * The views whose columns change. Their queries are no part of a schema: that of the newer version an author writes. Both
 * schemas are under the newer names.
 */
export function setAsideViews(
  older: SchemaModel,
  newer: SchemaModel,
  version: string,
): readonly SetAsideView[] {
  const suffix = `__${nameOfVersion(version)}`;
  return older.views.flatMap((view): readonly SetAsideView[] => {
    const next = newer.views.find(({ name }) => name === view.name);
    if (next === undefined || columnTypes(view) === columnTypes(next)) return [];
    const { name, dbName } = view;
    const previous = { name, databaseName: dbName };
    const current = { ...previous, name: `${name}${suffix}` };
    const subject = { kind: 'view', name: current.name } as const;
    return [
      {
        view,
        dbName: distinctName(dbName, suffix),
        rename: { kind: 'change', id: 'VIEW_RENAMED', subject, previous, current },
      },
    ];
  });
}

/** What a query has to give. What may be null in a view is nothing that the database has. */
const columnTypes = (view: View): string =>
  JSON.stringify(
    columnsOf(view)
      .map((field) => [
        field.name,
        field.arity === 'list',
        field.kind === 'unsupported' ? field.databaseType : field.type,
        field.kind === 'scalar' ? field.nativeType : null,
      ])
      .sort(),
  );

/** A schema of the tables in which they have their other names. */
export const withNames = (schema: SchemaModel, aside: readonly SetAsideView[]): SchemaModel => ({
  ...schema,
  views: schema.views.map((view) => {
    const found = aside.find(({ rename }) => rename.current.name === view.name);
    return found === undefined ? view : { ...view, dbName: found.dbName };
  }),
});

/** The versions that show them. */
export const shownAside = (
  versions: readonly VersionLayout[],
  aside: readonly SetAsideView[],
): readonly VersionLayout[] =>
  versions.map((version) => ({
    ...version,
    views: version.views.map((shown) => {
      const found = aside.find(({ view }) => isSameTable(nameOf(view), shown.table));
      return found === undefined
        ? shown
        : { ...shown, table: { ...shown.table, name: found.dbName } };
    }),
  }));

/** Their queries, under the names that they have from then on, as far as the database's structure is known. */
export const queriesAside = (
  structure: Structure,
  aside: readonly SetAsideView[],
): readonly StructureObject[] =>
  structure.flatMap((object) => {
    if (!/view$/.test(object.kind)) return [];
    const [namespace = '', name = ''] = partsOf(object.name);
    const found = aside.find(({ view }) => isSameTable(nameOf(view), { namespace, name }));
    if (found === undefined) return [];
    // As structures spell names: quoted where it must be.
    const text = /^[a-z_][a-z0-9_$]*$/.test(found.dbName) ? found.dbName : `"${found.dbName}"`;
    return [{ ...object, name: `${object.name.slice(0, object.name.lastIndexOf('.'))}.${text}` }];
  });
