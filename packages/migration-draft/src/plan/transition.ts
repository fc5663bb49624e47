import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import type { EnumField } from '@schema-service/schema-model';
import type { Column, Database, EnumType, Table } from '../database/database.ts';
import { isSameName, type Name, nameWith, sqlName } from '../database/names.ts';
import type { Structure } from '../structure/structure.ts';
import type { Touched } from './touched.ts';

/** Names change in the switch: what runs before it uses the old ones. */
export type Moment = 'before' | 'after';

export interface Pair<Part> {
  readonly before: Part;
  readonly after: Part;
}

/** Two databases, matched by their keys, and what things are called at each moment. */
export interface Transition {
  readonly before: Database;
  readonly after: Database;
  /** What the database has and no schema says. */
  readonly structure: Structure;
  readonly tables: Matching<Table>;
  readonly enums: Matching<EnumType>;
  /** A table as SQL names it. */
  readonly table: (key: string, moment: Moment) => string;
  readonly tableName: (key: string, moment: Moment) => Name;
  /** A column as SQL names it. */
  readonly column: (table: string, key: string, moment: Moment) => string;
  readonly columnName: (table: string, key: string, moment: Moment) => string;
  readonly enumName: (key: string, moment: Moment) => Name;
  /** Whether an index or a primary key has the name at a moment, with every change of names made or none. */
  readonly isIndexName: (name: Name, moment: Moment) => boolean;
  /** A column's type as SQL names it at a moment. */
  readonly typeAt: (column: Column, moment: Moment) => string;
  /** The keys of the enums that are made anew in the switch: a value of theirs goes, or changes its place. */
  readonly rebuilt: ReadonlySet<string>;
  /** Whether a new table can only be made after the switch: it needs a name, or a type, that the switch makes. */
  readonly isLate: (table: Table) => boolean;
  /** Those of these tables that are there before: only they can have writers. */
  readonly existing: (...keys: readonly string[]) => readonly string[];
}

export interface Matching<Part> {
  readonly added: readonly Part[];
  readonly removed: readonly Part[];
  readonly kept: readonly Pair<Part>[];
}

export function match<Part extends { readonly key: string }>(
  before: Iterable<Part>,
  after: Iterable<Part>,
): Matching<Part> {
  const old = new Map([...before].map((part) => [part.key, part]));
  const added: Part[] = [];
  const kept: Pair<Part>[] = [];
  for (const part of after) {
    const counterpart = old.get(part.key);
    old.delete(part.key);
    if (counterpart === undefined) added.push(part);
    else kept.push({ before: counterpart, after: part });
  }
  return { added, removed: [...old.values()], kept };
}

/** Matches what is touched; everything else keeps its name and its place. */
export function createTransition(
  before: Database,
  after: Database,
  touched: Touched,
  structure: Structure,
): Transition {
  const among = <Part extends { readonly key: string }>(
    parts: ReadonlyMap<string, Part>,
    keys: ReadonlySet<string>,
  ): readonly Part[] => [...parts.values()].filter(({ key }) => keys.has(key));
  const tables = match(among(before.tables, touched.tables), among(after.tables, touched.tables));
  const enums = match(among(before.enums, touched.enums), among(after.enums, touched.enums));

  const tableName = (key: string, moment: Moment): Name => {
    const [first, second] = moment === 'before' ? [before, after] : [after, before];
    const table = first.tables.get(key) ?? second.tables.get(key);
    if (table === undefined) throw new Error(`${key} is no table of either schema`);
    return table.name;
  };
  const findColumn = { before: columnFinder(before), after: columnFinder(after) };
  const columnName = (table: string, key: string, moment: Moment): string => {
    const [old, now] = [findColumn.before(table, key), findColumn.after(table, key)];
    const [known, other] = moment === 'before' ? [old, now] : [now, old];
    if (known !== undefined) return known.name;
    if (other === undefined) throw new Error(`${table}.${key} is no column of either schema`);
    // A new column waits for its name until the switch; one that goes gives it away there.
    const owner = (moment === 'before' ? before : after).tables.get(table);
    const isTaken = owner?.columns.some(({ name }) => name === other.name);
    return isTaken ? nameWith(other.name, moment === 'before' ? '__new' : '__old') : other.name;
  };
  const enumName = (key: string, moment: Moment): Name => {
    const [old, now] = [before.enums.get(key), after.enums.get(key)];
    const declared = moment === 'before' ? (old ?? now) : (now ?? old);
    if (declared === undefined) throw new Error(`${key} is no enum of either schema`);
    if (moment === 'after' || old !== undefined) return declared.name;
    const isTaken = [...before.enums.values()].some(({ name }) => isSameName(name, declared.name));
    return isTaken
      ? { ...declared.name, name: nameWith(declared.name.name, '__new') }
      : declared.name;
  };
  const indexNames = { before: indexNamesIn(before), after: indexNamesIn(after) };
  const rebuilt = new Set(
    enums.kept.filter((pair) => !onlyGrows(pair)).map(({ after: { key } }) => key),
  );
  return {
    before,
    after,
    rebuilt,
    isLate: (table) =>
      !before.tables.has(table.key) &&
      ([...before.tables.values()].some(({ name }) => isSameName(name, table.name)) ||
        table.columns.some(({ field }) => field?.kind === 'enum' && rebuilt.has(field.type))),
    structure,
    tables,
    enums,
    tableName,
    columnName,
    enumName,
    isIndexName: (name, moment) => indexNames[moment].has(nameKey(name)),
    table: (key, moment) => sqlName(tableName(key, moment)),
    column: (table, key, moment) => quoteIdentifier(columnName(table, key, moment)),
    typeAt: ({ field, type, isList }, moment) =>
      field?.kind === 'enum'
        ? `${sqlName(enumName(field.type, moment))}${isList ? '[]' : ''}`
        : type,
    existing: (...keys) => [...new Set(keys.filter((key) => before.tables.has(key)))],
  };
}

/** No name has this character. */
const nameKey = ({ namespace, name }: Name): string => `${namespace}\0${name}`;

/** Finds columns by the keys of their tables and their own. */
function columnFinder({ tables }: Database): (table: string, key: string) => Column | undefined {
  const known = new Map<string, ReadonlyMap<string, Column>>();
  return (table, key) => {
    let columns = known.get(table);
    if (columns === undefined) {
      columns = new Map(tables.get(table)?.columns.map((column) => [column.key, column]));
      known.set(table, columns);
    }
    return columns.get(key);
  };
}

/** Names of indexes are names of a schema of PostgreSQL: two tables cannot have one. */
const indexNamesIn = ({ tables }: Database): ReadonlySet<string> =>
  new Set(
    [...tables.values()].flatMap((table) =>
      [...table.indexes, ...(table.primaryKey === undefined ? [] : [table.primaryKey])].map(
        ({ name }) => nameKey({ ...table.name, name }),
      ),
    ),
  );

/** Whether values only come, and those that stay keep their order. */
export function onlyGrows({ before, after }: Pair<EnumType>): boolean {
  const kept = after.values.filter(({ key }) => before.values.some((value) => value.key === key));
  return kept.map(({ key }) => key).join('\n') === before.values.map(({ key }) => key).join('\n');
}

/**
 * A column's default as SQL at a moment: values of an enum have their old names
 * until the switch. Undefined where there is none, or its value comes with the
 * enum that is made anew in the switch.
 */
export function defaultAt(
  column: Column,
  moment: Moment,
  { before, after, rebuilt, typeAt }: Transition,
): string | undefined {
  const { field, default: value } = column;
  if (field?.kind !== 'enum' || value === undefined) return value;
  const [old, now] = [before, after].map(({ enums }) => enums.get(field.type));
  const isKnown = (key: string): boolean => old?.values.some((one) => one.key === key) ?? false;
  const nameOf = (key: string): string => {
    const find = (type: EnumType | undefined): string | undefined =>
      type?.values.find((one) => one.key === key)?.name;
    const name = moment === 'before' ? (find(old) ?? find(now)) : (find(now) ?? find(old));
    return quoteText(name ?? key);
  };
  const keys = enumKeys(field);
  if (moment === 'before' && rebuilt.has(field.type) && !keys.every(isKnown)) return undefined;
  const names = keys.map(nameOf);
  return column.isList ? `ARRAY[${names.join(', ')}]::${typeAt(column, moment)}` : names[0];
}

function enumKeys({ default: value }: EnumField): readonly string[] {
  if (value?.kind === 'enumValue') return [value.value];
  return value?.kind === 'enumValueList' ? value.values : [];
}
