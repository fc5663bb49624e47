import type { Change } from '@schema-service/schema-diff';
import {
  type FoundParts,
  foreignKeyNameIn,
  indexIn,
  primaryKeyNameIn,
  uniqueKeyNameIn,
} from '../structure/found-parts.ts';
import {
  type Column,
  type Database,
  type ForeignKey,
  isSameIndex,
  type PrimaryKey,
  type Table,
  type TableIndex,
} from './database.ts';
import { enumsFound } from './enums-found.ts';

/** Two databases between which operations are planned. */
export interface Sides {
  readonly before: Database;
  readonly after: Database;
}

/**
 * Both databases as they are found to be, and not only as their schemas say: what
 * the database calls otherwise has its name there, and what it was accepted to
 * have otherwise is so on both sides, unless the schema changes that very thing.
 * So no operation makes up for a difference, or trips over it.
 */
export function asFound(
  { before, after }: Sides,
  found: FoundParts,
  changes: readonly Change[],
): Sides {
  const tables = new Map<string, Table>();
  const changed = new Map<string, Table>();
  for (const table of before.tables.values()) {
    const now = after.tables.get(table.key);
    if (found.isMissing('table', table.name.namespace, table.name.name)) {
      changed.set(table.key, table);
      continue;
    }
    const parts = partsFound(table, before, found);
    tables.set(table.key, parts.before(now));
    if (now !== undefined) changed.set(table.key, parts.after(now));
  }
  const isGone = (key: string): boolean => changed.has(key) && !tables.has(key);
  const afterTables = [...after.tables.values()].flatMap((table): readonly Table[] => {
    if (isGone(table.key)) return [];
    const now = changed.get(table.key) ?? table;
    // It is there already: the schema comes to know it.
    const { namespace, name } = now.name;
    if (!tables.has(now.key) && found.isUnexpected('table', namespace, name)) {
      tables.set(now.key, now);
    }
    return [now];
  });
  const enums = enumsFound({ before, after }, found, changes);
  return {
    before: { ...before, tables, enums: enums.before },
    after: {
      ...after,
      tables: new Map(afterTables.map((table) => [table.key, table])),
      enums: enums.after,
    },
  };
}

/** How a table of the previous schema, and what becomes of it, are as they are found. */
interface TableParts {
  readonly before: (now: Table | undefined) => Table;
  readonly after: (now: Table) => Table;
}

function partsFound(table: Table, database: Database, found: FoundParts): TableParts {
  const { namespace, name } = table.name;
  const isKnown = found.find(['table'], namespace, name) !== undefined;
  const indexes = new Map(
    table.indexes.map((one) => [one, indexFound(table, one, isKnown, found)]),
  );
  const keys = new Map(
    table.foreignKeys.map((one) => [one, keyFound(table, one, database, isKnown, found)]),
  );
  const columns = new Map(table.columns.map((one) => [one.key, columnFound(table, one, found)]));
  const primary = isKnown ? primaryFound(table, found) : { primaryKey: table.primaryKey };

  const before = (now: Table | undefined): Table => {
    const newIndexes = (now?.indexes ?? []).filter(
      (index) =>
        found.isUnexpected('index', namespace, index.name) &&
        !table.indexes.some((other) => other.name === index.name),
    );
    const newColumns = (now?.columns ?? []).filter(
      (column) =>
        found.isUnexpected('column', namespace, name, column.name) &&
        !table.columns.some((other) => other.key === column.key),
    );
    return withPrimary(
      {
        ...table,
        columns: [
          ...table.columns.flatMap(({ key }) => columns.get(key)?.found ?? []),
          ...newColumns,
        ],
        indexes: [...table.indexes.flatMap((one) => indexes.get(one) ?? []), ...newIndexes],
        foreignKeys: table.foreignKeys.flatMap((one) => keys.get(one) ?? []),
      },
      primary,
      table.primaryKey,
    );
  };

  const after = (now: Table): Table =>
    withPrimary(
      {
        ...now,
        columns: now.columns.flatMap((column) => {
          const known = columns.get(column.key);
          return known === undefined ? [column] : (known.onto(column) ?? []);
        }),
        indexes: now.indexes.flatMap((index) => {
          const was = table.indexes.find((other) => isSameIndex(other, index));
          if (was === undefined) return [index];
          const kept = indexes.get(was);
          if (kept === undefined) return [];
          return was.name === index.name ? [{ ...index, name: kept.name }] : [index];
        }),
        foreignKeys: now.foreignKeys.flatMap((key) => {
          const was = table.foreignKeys.find((other) => other.key === key.key);
          if (was === undefined || was.target !== key.target) return [key];
          const kept = keys.get(was);
          if (kept === undefined) return [];
          const isSame = was.onDelete === key.onDelete && was.onUpdate === key.onUpdate;
          return [
            {
              ...key,
              name: was.name === key.name ? kept.name : key.name,
              ...(isSame ? { onDelete: kept.onDelete, onUpdate: kept.onUpdate } : {}),
            },
          ];
        }),
      },
      primary,
      table.primaryKey,
    );
  return { before, after };
}

function indexFound(
  table: Table,
  index: TableIndex,
  isKnown: boolean,
  found: FoundParts,
): TableIndex | undefined {
  if (found.isMissing('index', table.name.namespace, index.name)) return undefined;
  if (!isKnown) return index;
  return { ...index, ...indexIn(found, table, index) };
}

const actions: Readonly<Record<string, ForeignKey['onDelete']>> = {
  CASCADE: 'Cascade',
  RESTRICT: 'Restrict',
  'SET NULL': 'SetNull',
  'SET DEFAULT': 'SetDefault',
};

function keyFound(
  table: Table,
  key: ForeignKey,
  { tables }: Database,
  isKnown: boolean,
  found: FoundParts,
): ForeignKey | undefined {
  const place = [table.name.namespace, table.name.name, key.name] as const;
  if (found.isMissing('constraint', ...place)) return undefined;
  if (!isKnown) return key;
  const definition = found.changed('definition', 'constraint', ...place);
  const actionOf = (event: string): ForeignKey['onDelete'] =>
    actions[
      new RegExp(`ON ${event} (CASCADE|RESTRICT|SET NULL|SET DEFAULT)`).exec(
        String(definition),
      )?.[1] ?? ''
    ] ?? 'NoAction';
  return {
    ...key,
    name: foreignKeyNameIn(found, table, key, tables.get(key.target)) ?? key.name,
    ...(definition === undefined
      ? {}
      : { onDelete: actionOf('DELETE'), onUpdate: actionOf('UPDATE') }),
  };
}

/** A table's key as it is found: a join table may have a unique index in its place. */
interface FoundPrimary {
  readonly primaryKey: PrimaryKey | undefined;
  readonly unique?: string;
}

function primaryFound(table: Table, found: FoundParts): FoundPrimary {
  const { primaryKey } = table;
  if (primaryKey === undefined) return { primaryKey };
  const name = primaryKeyNameIn(found, table);
  if (name !== undefined) return { primaryKey: { ...primaryKey, name } };
  const unique = table.joins.length > 0 ? uniqueKeyNameIn(found, table) : undefined;
  if (unique !== undefined) return { primaryKey: undefined, unique };
  const { namespace, name: tableName } = table.name;
  const isMissing = found.isMissing('constraint', namespace, tableName, primaryKey.name);
  return { primaryKey: isMissing ? undefined : primaryKey };
}

/** @param was the key that the previous schema says: what has another one now keeps that. */
function withPrimary(table: Table, found: FoundPrimary, was: PrimaryKey | undefined): Table {
  const { primaryKey: now, ...rest } = table;
  if (now === undefined || was === undefined || now.columns.join() !== was.columns.join())
    return table;
  if (found.unique !== undefined) {
    const index = {
      ...{ isUnique: true, method: '', columns: now.columns, suffixes: now.suffixes },
      name: now.name === was.name ? found.unique : now.name.replace(/_AB_pkey$/, '_AB_unique'),
    };
    return { ...rest, indexes: [index, ...table.indexes] };
  }
  if (found.primaryKey === undefined) return rest;
  return now.name === was.name
    ? { ...table, primaryKey: { ...now, name: found.primaryKey.name } }
    : table;
}

/** A column as it is found, if it is, and what of that a later one is, too. */
interface FoundColumn {
  readonly found: Column | undefined;
  readonly onto: (now: Column) => Column | undefined;
}

function columnFound(table: Table, column: Column, found: FoundParts): FoundColumn {
  const place = [table.name.namespace, table.name.name, column.name] as const;
  if (found.isMissing('column', ...place)) {
    return { found: undefined, onto: () => undefined };
  }
  const type = found.changed('type', 'column', ...place);
  const nullable = found.changed('nullable', 'column', ...place);
  const value = found.changed('default', 'column', ...place);
  const typed = typeof type === 'string' ? typeParts(type) : {};
  const required = typeof nullable === 'boolean' ? { isRequired: !nullable } : {};
  const onto = (now: Column): Column => {
    const isSameType = now.elementKey === column.elementKey && now.isList === column.isList;
    const given = {
      ...now,
      ...(isSameType ? typed : {}),
      ...(now.isRequired === column.isRequired ? required : {}),
    };
    if (value === undefined || now.defaultKey !== column.defaultKey) return given;
    const { default: _value, defaultKey: _key, ...rest } = given;
    return value === null ? rest : { ...rest, default: String(value), defaultKey: String(value) };
  };
  return { found: onto(column), onto };
}

/** How the schema language declares a type that PostgreSQL prints in words of its own. */
const declared: readonly (readonly [RegExp, string])[] = [
  [/^character varying/, 'VARCHAR'],
  [/^character/, 'CHAR'],
  [/^bit varying/, 'VARBIT'],
  [/^numeric/, 'DECIMAL'],
  [/^timestamp(\(\d\))? with time zone/, 'TIMESTAMPTZ$1'],
  [/^timestamp(\(\d\))? without time zone/, 'TIMESTAMP$1'],
  [/^time(\(\d\))? with time zone/, 'TIMETZ$1'],
  [/^time(\(\d\))? without time zone/, 'TIME$1'],
];

function typeParts(type: string): Pick<Column, 'type' | 'element' | 'elementKey' | 'isList'> {
  const isList = type.endsWith('[]');
  const words = isList ? type.slice(0, -2) : type;
  const [pattern, name] = declared.find(([one]) => one.test(words)) ?? [];
  const spelling = pattern === undefined ? words : words.replace(pattern, name ?? '');
  // A type of one's own keeps its case.
  const element = /^[a-z ]+(?:\(.*\))?$/i.test(spelling) ? spelling.toUpperCase() : spelling;
  return { type: isList ? `${element}[]` : element, element, elementKey: element, isList };
}
