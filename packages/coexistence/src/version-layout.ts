import {
  type Column,
  databaseOf,
  type Name,
  type Structure,
  type Table,
} from '@schema-service/migration-draft';
import { partsOf } from '@schema-service/postgres-sql';
import {
  columnsOf,
  type Index,
  type Model,
  type PrimaryKey,
  type SchemaModel,
  type UniqueConstraint,
} from '@schema-service/schema-model';
import {
  isSameTable,
  modelIn,
  type VersionLayout,
  type ViewColumn,
  type ViewLayout,
  versionSchema,
} from './layout.ts';
import { isSameFields } from './narrow.ts';
import { isSameRelation } from './next-base.ts';
import { physicalSchema } from './physical-schema.ts';

export interface VersionInput {
  /** What the names of the versions' schemas begin with. */
  readonly name: string;
  readonly version: string;
  readonly schema: SchemaModel;
  /** Tables that have all that it needs, under its names in the schema language. */
  readonly base: SchemaModel;
  readonly structure: Structure;
}

/** The views of a version. */
export function versionLayout({
  name,
  version,
  schema,
  base,
  structure,
}: VersionInput): VersionLayout {
  const tables = databaseOf(base).tables;
  const constraints = otherNames(physicalSchema(schema), base);
  return {
    version,
    schema: versionSchema(name, version),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
    views: [
      ...[...databaseOf(physicalSchema(schema)).tables.values()].map((table) =>
        viewOfTable(table, tables.get(table.key), structure),
      ),
      ...viewsOfViews(schema, base),
    ],
  };
}

/** The version's names of constraints and unique indexes, by those that the tables have, where the two differ. */
function otherNames(schema: SchemaModel, base: SchemaModel): Readonly<Record<string, string>> {
  const keys = schema.models.flatMap((model) => {
    const held = keysOf(modelIn(base, model.name));
    return keysOf(model).flatMap((key) => {
      // The same columns may have two keys, of which one has the name.
      const same = held.filter((other) => isSameFields(other, key));
      return same.some(({ dbName }) => dbName === key.dbName)
        ? []
        : same.map(({ dbName }) => [dbName, key.dbName] as const);
    });
  });
  const relations = schema.relations.flatMap((relation) => {
    const held = base.relations.find((other) => isSameRelation(other, relation));
    return held === undefined ? [] : [[held.dbName, relation.dbName] as const];
  });
  return Object.fromEntries([...keys, ...relations].filter(([name, own]) => name !== own).sort());
}

const keysOf = (model: Model | undefined): readonly (PrimaryKey | UniqueConstraint | Index)[] => {
  if (model === undefined) return [];
  const { primaryKey, uniques, indexes } = model;
  return [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...indexes.filter(({ isUnique }) => isUnique === true),
  ];
};

function viewOfTable(table: Table, shown: Table | undefined, structure: Structure): ViewLayout {
  if (shown === undefined) throw new Error(`no table holds ${table.key}`);
  return {
    name: table.name.name,
    table: shown.name,
    ...(hasRowSecurity(shown.name, structure) ? { isInvoker: true } : {}),
    columns: table.columns.map((column): ViewColumn => {
      const home = shown.columns.find(({ key }) => key === column.key);
      if (home === undefined) throw new Error(`no column holds ${table.key}.${column.key}`);
      const own = ownDefault(column, home);
      return { name: column.name, home: home.name, ...(own === undefined ? {} : { default: own }) };
    }),
  };
}

function hasRowSecurity(table: Name, structure: Structure): boolean {
  return structure.some(({ kind, name, properties }) => {
    if (kind !== 'table' || properties['row security'] !== true) return false;
    const [namespace = '', own = ''] = partsOf(name);
    return isSameTable(table, { namespace, name: own });
  });
}

/** Stated even where the table has the same: the table's may go while the version stays. */
function ownDefault(column: Column, home: Column): string | undefined {
  if (column.default !== undefined) return column.default;
  if (isUnstated(column) || !(home.default !== undefined || isUnstated(home))) return undefined;
  // PostgreSQL takes a plain NULL for no default, and then looks for the table's.
  return `CASE WHEN true THEN NULL::${column.type} END`;
}

/** Whether the database makes the value by something that the schema does not spell. */
const isUnstated = ({ isCounted, field }: Column): boolean =>
  isCounted || field?.default?.kind === 'dbgenerated';

function viewsOfViews(schema: SchemaModel, base: SchemaModel): readonly ViewLayout[] {
  return schema.views.map((view) => {
    const shown = base.views.find(({ name }) => name === view.name);
    if (shown === undefined) throw new Error(`no view holds ${view.name}`);
    const homes = new Map(shown.fields.map(({ name, dbName }) => [name, dbName]));
    return {
      name: view.dbName,
      table: { namespace: shown.namespace ?? 'public', name: shown.dbName },
      columns: columnsOf(view).map(({ name, dbName }) => ({
        name: dbName,
        home: homes.get(name) ?? dbName,
      })),
    };
  });
}
