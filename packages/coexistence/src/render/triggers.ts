import { createHash } from 'node:crypto';
import {
  databaseOf,
  distinctName,
  type Name,
  renderScript,
  type Statement,
  statement,
} from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import {
  type Fill,
  type Home,
  type HomeGroup,
  isSameTable,
  type Layout,
  qualified,
  substitute,
} from '../layout.ts';
import type { CoexistencePhase, PhaseScript } from '../phase-script.ts';

/** Where the functions of all triggers live. Clients need no right to it. */
export const FUNCTIONS = 'coexistence';

/** A trigger with a function of its own, whose name is its content: it is never replaced under rows that are written. */
interface Trigger {
  readonly table: Name;
  readonly name: string;
  /** What fires it: `INSERT`, `UPDATE OF "a"`. */
  readonly event: string;
  readonly condition?: string;
  readonly function: Name;
  readonly body: readonly string[];
}

/** Which homes are written to: those of the newest version only once it may open. */
export type Writers = 'older' | 'all';

/** All triggers that a layout needs. Nothing else says what they do. */
export function triggersOf(layout: Layout | undefined, writers: Writers): readonly Trigger[] {
  if (layout === undefined) return [];
  const newest = layout.versions.at(-1);
  const shown = (table: Name, column: string): boolean =>
    layout.versions
      .slice(0, -1)
      .some(({ views }) =>
        views.some(
          (view) =>
            isSameTable(view.table, table) && view.columns.some(({ home }) => home === column),
        ),
      );
  /** A home that only the newest version shows. */
  const isNewest = (table: Name, column: string): boolean =>
    newest !== undefined && !shown(table, column);
  const tables = [...layout.groups, ...layout.fills].map(({ table }) => table);
  const distinct = tables.filter(
    (table, at) => tables.findIndex((one) => isSameTable(one, table)) === at,
  );
  const comparable = comparableIn(layout);
  return distinct.flatMap((table) => {
    const groups = layout.groups.filter((group) => isSameTable(group.table, table));
    const fills = layout.fills.filter((fill) => isSameTable(fill.table, table));
    const writersOf = ({ homes }: HomeGroup): number =>
      writers === 'older' && isNewest(table, homes.at(-1)?.column ?? '')
        ? homes.length - 1
        : homes.length;
    return [
      insertTrigger(table, groups, fills, writersOf),
      ...groups.flatMap((group) =>
        group.homes
          .slice(0, writersOf(group))
          .map((home, at) => updateTrigger(table, group.homes, home, at, comparable)),
      ),
    ];
  });
}

/**
 * One function for all that is inserted into a table. The newest home that has a value says what the others have.
 * Values of a group may be what a fill looks at, and a filled column may be in a group.
 */
function insertTrigger(
  table: Name,
  groups: readonly HomeGroup[],
  fills: readonly Fill[],
  writersOf: (group: HomeGroup) => number,
): Trigger {
  const isFilled = ({ homes }: HomeGroup): boolean =>
    homes.some(({ column }) => fills.some((fill) => fill.column === column));
  const spread = (group: HomeGroup): readonly string[] =>
    insertLines(group.homes, writersOf(group));
  return trigger(table, '!1 insert', 'INSERT', [
    ...groups.filter((group) => !isFilled(group)).flatMap(spread),
    ...fills.map(
      ({ column, value }) =>
        `IF ${newValue(column)} IS NULL THEN ${newValue(column)} := ${substitute(value, newValue)}; END IF;`,
    ),
    ...groups.filter(isFilled).flatMap(spread),
  ]);
}

function insertLines(homes: readonly Home[], writers: number): readonly string[] {
  const branches = homes.slice(1, writers).map((home, index) => {
    const lines = spreadFrom(homes, index + 1).map((line) => `  ${line}`);
    return { condition: `${newValue(home.column)} IS NOT NULL`, lines };
  });
  const otherwise = nothingGiven(homes, writers);
  if (branches.length === 0) return otherwise;
  return [
    ...branches
      .toReversed()
      .flatMap(({ condition, lines }, at) => [
        `${at === 0 ? 'IF' : 'ELSIF'} ${condition} THEN`,
        ...lines,
      ]),
    'ELSE',
    ...otherwise.map((line) => `  ${line}`),
    'END IF;',
  ];
}

/** No newer home was given. Where the oldest was not either, the oldest version that may leave it empty did so. */
function nothingGiven(homes: readonly Home[], writers: number): readonly string[] {
  const empty = homes.findIndex(({ isOptional }, at) => isOptional && at < writers);
  const oldest = homes[0];
  const given = spreadFrom(homes, 0);
  if (empty < 0 || oldest === undefined) return given;
  const left = spreadFrom(
    homes,
    empty,
    (home, before) => home.isOptional && !before.isOptional && homes.indexOf(home) < writers,
  );
  if (left.join() === given.join()) return given;
  return [
    `IF ${newValue(oldest.column)} IS NULL THEN`,
    ...left.map((line) => `  ${line}`),
    'ELSE',
    ...given.map((line) => `  ${line}`),
    'END IF;',
  ];
}

/**
 * The others follow one home, each its neighbour.
 *
 * @param mayStay whether a newer home, which nobody has given, stays empty where its neighbour says nothing else: what a
 *   home that must not be empty stands in with is no value for those that may be
 */
function spreadFrom(
  homes: readonly Home[],
  at: number,
  mayStay: (home: Home, before: Home) => boolean = () => false,
): readonly string[] {
  const assign = (to: Home, sql: string | undefined, from: Home): string =>
    `${newValue(to.column)} := ${withValue(sql ?? '{value}', newValue(from.column))};`;
  const newer = homes.slice(at + 1).map((home, step) => {
    const before = homes[at + step] ?? home;
    const follow = assign(home, home.up, before);
    if (!mayStay(home, before)) return follow;
    const said = withValue(home.down ?? '{value}', newValue(home.column));
    return `IF ${newValue(before.column)} IS DISTINCT FROM ${said} THEN ${follow} END IF;`;
  });
  const older = homes
    .slice(0, at)
    .map((home, step) => {
      const next = homes[step + 1] ?? home;
      return assign(home, next.down, next);
    })
    .toReversed();
  return [...newer, ...older];
}

/** `UPDATE OF` says which version wrote: PostgreSQL makes a view's column into the table's before it looks for triggers. */
function updateTrigger(
  table: Name,
  homes: readonly Home[],
  { column }: Home,
  at: number,
  comparable: (table: Name, column: string, value: string) => string,
): Trigger {
  const [now, was] = ['NEW', 'OLD'].map((row) =>
    comparable(table, column, `${row}.${quoteIdentifier(column)}`),
  );
  return trigger(
    table,
    `!2 ${column}`,
    `UPDATE OF ${quoteIdentifier(column)}`,
    spreadFrom(homes, at),
    `${now} IS DISTINCT FROM ${was}`,
  );
}

/** Triggers run in the order of their names: those with `!` before everyone's own, which then see all homes. */
function trigger(
  table: Name,
  name: string,
  event: string,
  body: readonly string[],
  condition?: string,
): Trigger {
  const digest = createHash('sha256')
    .update(JSON.stringify([table, name, body]))
    .digest('hex');
  const called = `${table.name}.${name.slice(3)}`;
  return {
    table,
    name: distinctName(name, ''),
    event,
    function: { namespace: FUNCTIONS, name: distinctName(called, `.${digest.slice(0, 8)}`) },
    body,
    ...(condition === undefined ? {} : { condition }),
  };
}

const newValue = (column: string): string => `NEW.${quoteIdentifier(column)}`;

export const withValue = (sql: string, value: string): string =>
  substitute(sql, (name) => (name === 'value' ? value : undefined));

/** Types without an equality, such as `json`, are compared as text. */
export function comparableIn({
  base,
}: Pick<Layout, 'base'>): (table: Name, column: string, value: string) => string {
  const tables = [...databaseOf(base).tables.values()];
  return (table, column, value) => {
    const found = tables
      .find(({ name }) => isSameTable(name, table))
      ?.columns.find(({ name }) => name === column);
    const isKnown = found !== undefined && found.field?.kind !== 'unsupported';
    return isKnown && !['JSON', 'XML'].includes(found.element) ? value : `${value}::text`;
  };
}

/** The scripts that put the triggers of one layout in the place of another's: one for each table, which it locks. */
export function triggerScripts(
  phase: CoexistencePhase,
  before: readonly Trigger[],
  after: readonly Trigger[],
): readonly PhaseScript[] {
  const tables = [...before, ...after].map(({ table }) => table);
  const distinct = tables.filter(
    (table, at) => tables.findIndex((one) => isSameTable(one, table)) === at,
  );
  return distinct.flatMap((table): readonly PhaseScript[] => {
    const up = replaceTriggers(table, before, after);
    if (up.length === 0) return [];
    return [
      {
        kind: 'phaseScript',
        notes: [],
        phase,
        name: `triggers_of_${table.name}`,
        up: renderScript([`phase = ${phase}`, 'lock-timeout = 400ms'], [], up),
        down: renderScript(
          ['lock-timeout = 400ms', 'rollback = instant'],
          [],
          replaceTriggers(table, after, before),
        ),
      },
    ];
  });
}

/** The statements that put a table's triggers in the place of others, for one transaction. */
export function replaceTriggers(
  table: Name,
  before: readonly Trigger[],
  after: readonly Trigger[],
): readonly Statement[] {
  const ofTable = (triggers: readonly Trigger[]): readonly Trigger[] =>
    triggers.filter((one) => isSameTable(one.table, table));
  const [old, now] = [ofTable(before), ofTable(after)];
  const isAmong = (triggers: readonly Trigger[], one: Trigger): boolean =>
    triggers.some((other) => other.function.name === one.function.name);
  const isNamed = (triggers: readonly Trigger[], { name }: Trigger): boolean =>
    triggers.some((other) => other.name === name);
  const made = now.filter((one) => !isAmong(old, one));
  const gone = old.filter((one) => !isAmong(now, one));
  return [
    ...(made.length === 0
      ? []
      : [statement(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(FUNCTIONS)}`)]),
    ...made.map((one) => statement(createFunction(one))),
    ...made.map((one) => statement(createTrigger(one))),
    ...gone
      .filter((one) => !isNamed(now, one))
      .map(({ name }) => statement(`DROP TRIGGER ${quoteIdentifier(name)} ON ${qualified(table)}`)),
    ...gone.map((one) => statement(`DROP FUNCTION ${qualified(one.function)}()`)),
  ];
}

const createFunction = ({ function: name, body }: Trigger): string =>
  [
    `CREATE FUNCTION ${qualified(name)}() RETURNS trigger`,
    // Clients have no right to what is below their version's schema, the types of columns included.
    'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$',
    'BEGIN',
    ...[...body, 'RETURN NEW;'].map((line) => `  ${line}`),
    'END',
    '$coexistence$',
  ].join('\n');

const createTrigger = ({ name, table, event, condition, function: called }: Trigger): string =>
  [
    `CREATE OR REPLACE TRIGGER ${quoteIdentifier(name)} BEFORE ${event} ON ${qualified(table)}`,
    `  FOR EACH ROW${condition === undefined ? '' : ` WHEN (${condition})`}`,
    `  EXECUTE FUNCTION ${qualified(called)}()`,
  ].join('\n');
