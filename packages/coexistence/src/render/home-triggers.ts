import type { Name } from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import { type Fill, type Home, type HomeGroup, substitute } from '../layout.ts';
import type { Comparable } from './comparable.ts';
import { type Trigger, trigger } from './trigger.ts';

/**
 * One function for all that is inserted into a table. The newest home that has a value says what the others have.
 * Values of a group may be what a fill looks at, and a filled column may be in a group.
 */
export function insertTrigger(
  table: Name,
  groups: readonly HomeGroup[],
  fills: readonly Fill[],
  writersOf: (group: HomeGroup) => number,
): Trigger {
  const isFilled = ({ homes }: HomeGroup): boolean =>
    homes.some(({ column }) => fills.some((fill) => fill.column === column));
  const spread = (group: HomeGroup): readonly string[] =>
    insertLines(group.homes, writersOf(group));
  return trigger({
    table,
    name: '!1 insert',
    event: 'BEFORE INSERT',
    body: [
      ...groups.filter((group) => !isFilled(group)).flatMap(spread),
      ...fills.map(
        ({ column, value }) =>
          `IF ${newValue(column)} IS NULL THEN ${newValue(column)} := ${substitute(value, newValue)}; END IF;`,
      ),
      ...groups.filter(isFilled).flatMap(spread),
    ],
  });
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
export function updateTrigger(
  table: Name,
  homes: readonly Home[],
  { column }: Home,
  at: number,
  comparable: Comparable,
): Trigger {
  const [now, was] = ['NEW', 'OLD'].map((row) =>
    comparable(table, column, `${row}.${quoteIdentifier(column)}`),
  );
  return trigger({
    table,
    name: `!2 ${column}`,
    event: `BEFORE UPDATE OF ${quoteIdentifier(column)}`,
    condition: `${now} IS DISTINCT FROM ${was}`,
    body: spreadFrom(homes, at),
  });
}

/**
 * Behind all other triggers: what one of them has assigned fires no trigger of a column. Where two neighbours do not say
 * the same, neither way, it is the older one that was assigned, by whose name such triggers know the field.
 */
export function guardTrigger(
  { table, homes }: HomeGroup,
  writers: number,
  comparable: Comparable,
): Trigger {
  const differs = ({ column }: Home, sql: string): string =>
    [newValue(column), `(${sql})`]
      .map((value) => comparable(table, column, value))
      .join(' IS DISTINCT FROM ');
  const branches = homes.slice(1).map((home, at) => {
    const before = homes[at] ?? home;
    const isAhead = differs(home, withValue(home.up ?? '{value}', newValue(before.column)));
    const isBehind = differs(before, withValue(home.down ?? '{value}', newValue(home.column)));
    // A home that nobody writes to yet says nothing by itself.
    const condition = at + 1 < writers ? `${isAhead} AND ${isBehind}` : isAhead;
    return [
      `${at === 0 ? 'IF' : 'ELSIF'} ${condition} THEN`,
      ...spreadFrom(homes, at).map((line) => `  ${line}`),
    ];
  });
  return trigger({
    table,
    name: `~ ${homes[0]?.column}`,
    event: 'BEFORE INSERT OR UPDATE',
    body: [...branches.flat(), 'END IF;'],
  });
}

const newValue = (column: string): string => `NEW.${quoteIdentifier(column)}`;

export const withValue = (sql: string, value: string): string =>
  substitute(sql, (name) => (name === 'value' ? value : undefined));
