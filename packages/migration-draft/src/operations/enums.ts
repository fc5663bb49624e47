import { quoteText } from '@schema-service/postgres-sql';
import type { Column, EnumType } from '../database/database.ts';
import { nameWith, sqlName } from '../database/names.ts';
import { clause, type Operation, type Part, type Statement, statement } from '../operation.ts';
import { defaultAt, type Pair, type Transition } from '../plan/transition.ts';
import { type Dependent, dependentsOfType } from '../structure/structure.ts';
import { enumTransformation } from '../values/conversion.ts';
import { makeAgain, placeFor } from './dependents.ts';

const createType = ({ values }: EnumType, name: string): string =>
  `CREATE TYPE ${name} AS ENUM (${values.map((value) => quoteText(value.name)).join(', ')})`;

export function createEnum(type: EnumType, { enumName }: Transition): Operation {
  const name = sqlName(enumName(type.key, 'before'));
  return {
    act: 'create enum',
    parts: [
      {
        stage: 'expand',
        locks: [],
        up: [statement(createType(type, name))],
        down: [statement(`DROP TYPE ${name}`)],
      },
    ],
  };
}

/** Last of all: columns of the type go before. */
export function dropEnum(type: EnumType): Operation {
  const name = sqlName(type.name);
  return {
    act: 'drop enum',
    parts: [
      {
        stage: 'contract',
        locks: [],
        up: [statement(`DROP TYPE ${name}`)],
        down: [statement(createType(type, name))],
      },
    ],
  };
}

/**
 * Values that come to an enum that keeps the others, each in its place. Nothing
 * takes a value out of a type: the way down makes the type anew without it.
 */
export function addEnumValues(pair: Pair<EnumType>, transition: Transition): Operation {
  const { before, after } = pair;
  const type = sqlName(before.name);
  const known = new Map(before.values.map(({ key, name }) => [key, name]));
  const up: Statement[] = [];
  for (const [index, value] of after.values.entries()) {
    if (known.has(value.key)) continue;
    const previous = after.values[index - 1];
    const next = after.values.slice(index + 1).find(({ key }) => known.has(key));
    const nameNow = (key: string): string => quoteText(known.get(key) ?? '');
    const isLast = next === undefined;
    const place =
      previous !== undefined && known.has(previous.key)
        ? ` AFTER ${nameNow(previous.key)}`
        : ` BEFORE ${nameNow(next?.key ?? '')}`;
    up.push(
      statement(`ALTER TYPE ${type} ADD VALUE ${quoteText(value.name)}${isLast ? '' : place}`),
    );
    known.set(value.key, value.name);
  }
  const grown: EnumType = {
    ...after,
    name: before.name,
    values: after.values.map(({ key, name }) => ({ key, name: known.get(key) ?? name })),
  };
  // On the way back what is new is gone before.
  const columns = enumColumns(before.key, transition).filter(({ table, before: { key } }) =>
    transition.before.tables.get(table)?.columns.some((column) => column.key === key),
  );
  return {
    act: 'add enum value',
    parts: [
      {
        stage: 'values',
        locks: [],
        locksDown: transition.existing(...columns.map(({ table }) => table)),
        up,
        down: rebuild({ from: grown, to: before, columns, way: 'down' }, transition),
        losesDown: `which rows held ${added(pair)}`,
      },
    ],
  };
}

const added = ({ before, after }: Pair<EnumType>): string =>
  after.values
    .filter(({ key }) => !before.values.some((value) => value.key === key))
    .map(({ name }) => quoteText(name))
    .join(' or ');

/** A type whose values go or change places is made anew, and its columns are moved over in one transaction. */
export function rebuildEnum(pair: Pair<EnumType>, transition: Transition): Operation {
  const { before, after } = pair;
  const columns = enumColumns(before.key, transition);
  const tables = [...new Set(columns.map(({ table }) => table))];
  const gone = before.values.filter(({ key }) => !after.values.some((value) => value.key === key));
  const to: EnumType = { ...after, name: before.name };
  const losses = gone.map(({ name }) => quoteText(name)).join(' or ');
  const part: Part = {
    stage: 'switch',
    locks: transition.existing(...tables),
    isAtomic: true,
    limit: '30min',
    up: rebuild({ from: before, to, columns, way: 'up' }, transition),
    down: rebuild({ from: to, to: before, columns, way: 'down' }, transition),
    ...(gone.length === 0 || columns.length === 0
      ? {}
      : {
          loses: `which rows held ${losses}`,
          note: `Decide on what rows get that hold ${losses}, where the migration says TODO.`,
        }),
    ...(added(pair) === '' || columns.length === 0
      ? {}
      : { losesDown: `which rows held ${added(pair)}` }),
  };
  return { act: 'rebuild enum', parts: [part] };
}

/** A column of the type, in the names that hold before the switch. */
interface EnumColumn {
  readonly table: string;
  /** Of what it is then: a new column is what it becomes. */
  readonly before: Column;
  /** What it becomes; what it was where it goes, or gets another type. */
  readonly after: Column;
  /** It waits for its default, and for being required, until its type has the value. */
  readonly waits: boolean;
}

/** Columns of the type that are there when the switch begins. */
function enumColumns(key: string, transition: Transition): readonly EnumColumn[] {
  const { before, after, isLate } = transition;
  const type = `enum ${key}`;
  const isOfType = ({ elementKey }: Column): boolean => elementKey === type;
  const known = [...before.tables.values()].flatMap((table) =>
    table.columns.filter(isOfType).map((column): EnumColumn => {
      const now = after.tables.get(table.key)?.columns.find((other) => other.key === column.key);
      const stays = now !== undefined && isOfType(now) && now.isList === column.isList;
      return { table: table.key, before: column, after: stays ? now : column, waits: false };
    }),
  );
  const added = [...after.tables.values()].flatMap((table) =>
    isLate(table)
      ? []
      : table.columns
          .filter(
            (column) =>
              isOfType(column) &&
              !before.tables.get(table.key)?.columns.some((other) => other.key === column.key),
          )
          .map(
            (column): EnumColumn => ({
              table: table.key,
              before: column,
              after: column,
              waits:
                column.default !== undefined &&
                defaultAt(column, 'before', transition) === undefined,
            }),
          ),
  );
  return [...known, ...added];
}

interface Rebuild {
  readonly from: EnumType;
  readonly to: EnumType;
  readonly columns: readonly EnumColumn[];
  readonly way: 'up' | 'down';
}

function rebuild(
  { from, to, columns, way }: Rebuild,
  transition: Transition,
): readonly Statement[] {
  const type = sqlName(from.name);
  const tables = transition.existing(...columns.map(({ table }) => table));
  const fresh = sqlName({ ...from.name, name: nameWith(from.name.name, '__new') });
  const dependents = dependentsOfType(transition.structure, from.name);
  const gone = from.values.filter(({ key }) => !to.values.some((value) => value.key === key));
  const kept = new Set(transition.after.enums.get(from.key)?.values.map(({ key }) => key));
  const lost = (transition.before.enums.get(from.key)?.values ?? []).filter(
    ({ key }) => !kept.has(key),
  );
  // What compares with a value that goes was not there any more when the down begins.
  const namesGone = ({ create }: Dependent): boolean =>
    create.some((sql) => lost.some(({ name }) => sql.includes(`${quoteText(name)}::`)));
  const moves = columns.flatMap(({ table, before, after, waits }): Statement[] => {
    const alter = transition.table(table, 'before');
    const name = transition.column(table, before.key, 'before');
    const place = `${alter}.${name}`;
    const [now, then] = way === 'up' ? [before, after] : [after, before];
    const fallback = defaultValue(then, to) ?? to.values[0]?.name;
    const using = enumTransformation({
      from: before,
      to: before,
      place,
      column: name,
      type: before.isList ? `${fresh}[]` : fresh,
      enums: { from, to },
      fallback: fallback === undefined ? undefined : quoteText(fallback),
      isKey: false,
    });
    const made = valueDefault(then, to, fresh);
    const value = waits && way === 'down' ? undefined : made;
    const waited = waits && way === 'up' && value !== undefined;
    const decides = way === 'up' && gone.length > 0;
    return [
      ...(now.default === undefined || (waits && way === 'up')
        ? []
        : [clause(alter, `ALTER COLUMN ${name} DROP DEFAULT`)]),
      clause(
        alter,
        `ALTER COLUMN ${name} TYPE ${before.isList ? `${fresh}[]` : fresh} USING ${waited ? `coalesce(${using}, ${value})` : using}`,
        gone.length === 0
          ? undefined
          : decides
            ? `TODO: decide on what rows of ${alter} get that hold ${gone.map((one) => quoteText(one.name)).join(' or ')} in ${name}.\nWhat stands here only lets the migration be tried.`
            : `Rows of ${alter} that hold ${gone.map((one) => quoteText(one.name)).join(' or ')} in ${name} get ${fallback === undefined ? 'null' : quoteText(fallback)}.`,
      ),
      ...(value === undefined ? [] : [clause(alter, `ALTER COLUMN ${name} SET DEFAULT ${value}`)]),
      ...(waits && before.isRequired
        ? [clause(alter, `ALTER COLUMN ${name} ${way === 'up' ? 'SET' : 'DROP'} NOT NULL`)]
        : []),
    ];
  });
  return [
    ...(tables.length > 1 ? [lockAll(tables, transition)] : []),
    ...dependents
      .filter((one) => way === 'up' || !namesGone(one))
      .map(({ drop }) => statement(drop)),
    statement(
      createType(to, fresh),
      'PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its\ncolumns are moved over, which rewrites their tables.',
    ),
    ...moves,
    statement(`DROP TYPE ${type}`),
    statement(
      `ALTER TYPE ${fresh} RENAME TO ${sqlName({ namespace: 'public', name: from.name.name })}`,
    ),
    ...dependents
      .toReversed()
      .flatMap((dependent) =>
        way === 'up' && namesGone(dependent) ? [placeFor(dependent)] : makeAgain(dependent),
      ),
  ];
}

/** Before a table is written anew, which would be in vain if another one could not be had. */
function lockAll(tables: readonly string[], transition: Transition): Statement {
  const names = tables.map((table) => transition.table(table, 'before'));
  return statement(`LOCK TABLE ${names.join(', ')} IN ACCESS EXCLUSIVE MODE`);
}

/** The name of the value that a column's default is, in a type that has it. */
function defaultValue({ field }: Column, { values }: EnumType): string | undefined {
  const value = field?.default;
  if (value?.kind !== 'enumValue') return undefined;
  return values.find(({ key }) => key === value.value)?.name;
}

/** A column's default with the names that the type's values have. */
function valueDefault({ field }: Column, { values }: EnumType, type: string): string | undefined {
  const value = field?.default;
  const nameOf = (key: string): string | undefined => {
    const name = values.find((one) => one.key === key)?.name;
    return name === undefined ? undefined : quoteText(name);
  };
  if (value?.kind === 'enumValue') return nameOf(value.value);
  if (value?.kind !== 'enumValueList') return undefined;
  const names = value.values.flatMap((key) => nameOf(key) ?? []);
  return `ARRAY[${names.join(', ')}]::${type}[]`;
}
