import type { Name } from '@schema-service/migration-draft';
import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import { layersOf } from '../layers.ts';
import { type Fill, type Home, type HomeGroup, substitute } from '../layout.ts';
import type { Comparable } from './comparable.ts';
import { type Following, followingValue, isMade, refusingKey } from './follow.ts';
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
  const spread = (group: HomeGroup): readonly string[] => insertLines(group, writersOf(group));
  // A row may refer to itself.
  const inOrder = layersOf(groups).flat();
  return trigger({
    table,
    name: '!1 insert',
    event: 'BEFORE INSERT',
    body: [
      ...inOrder.filter((group) => !isFilled(group)).flatMap(spread),
      ...fills.map(
        ({ column, value }) =>
          `IF ${newValue(column)} IS NULL THEN ${newValue(column)} := ${substitute(value, newValue)}; END IF;`,
      ),
      ...inOrder.filter(isFilled).flatMap(spread),
    ],
  });
}

function insertLines(group: HomeGroup, writers: number): readonly string[] {
  const { table, homes } = group;
  const branches = homes.slice(1, writers).map((home, index) => {
    const lines = spreadFrom(table, homes, index + 1, 'insert').map((line) => `  ${line}`);
    return { condition: `${newValue(home.column)} IS NOT NULL`, lines };
  });
  const otherwise = nothingGiven(group, writers);
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
function nothingGiven({ table, homes }: HomeGroup, writers: number): readonly string[] {
  const empty = homes.findIndex(({ isOptional }, at) => isOptional && at < writers);
  const oldest = homes[0];
  const given = spreadFrom(table, homes, 0, 'insert');
  if (empty < 0 || oldest === undefined) return given;
  const left = spreadFrom(
    table,
    homes,
    empty,
    'insert',
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
 * @param event what is made for a row is made as it is inserted, and stays
 * @param mayStay whether a newer home, which nobody has given, stays empty where its neighbour says nothing else: what a
 *   home that must not be empty stands in with is no value for those that may be
 */
function spreadFrom(
  table: Name,
  homes: readonly Home[],
  at: number,
  event: 'insert' | 'update',
  mayStay: (home: Home, before: Home) => boolean = () => false,
): readonly string[] {
  const assign = (following: Following): readonly string[] => {
    const line = `${newValue(following.to.column)} := ${followingValue(table, following, newValue)};`;
    if (!isMade(following)) return [line, ...refusal(table, following)];
    if (event === 'update') return [];
    return [`IF ${newValue(following.to.column)} IS NULL THEN ${line} END IF;`];
  };
  const newer = homes.slice(at + 1).flatMap((home, step) => {
    const before = homes[at + step] ?? home;
    const lines = assign({ from: before, to: home, isUp: true });
    if (!mayStay(home, before)) return lines;
    const said = followingValue(table, { from: home, to: before, isUp: false }, newValue);
    return [
      `IF ${newValue(before.column)} IS DISTINCT FROM ${said} THEN ${lines.join(' ')} END IF;`,
    ];
  });
  const older = homes
    .slice(0, at)
    .map((home, step) => assign({ from: homes[step + 1] ?? home, to: home, isUp: false }))
    .toReversed()
    .flat();
  return [...newer, ...older];
}

/** What the foreign key would say, which is looked at only after columns that must not be empty. */
function refusal({ namespace, name }: Name, following: Following): readonly string[] {
  const key = refusingKey(following);
  if (key === undefined) return [];
  const { from, to } = following;
  const message = `insert or update on table "${name}" violates foreign key constraint "${key.name}"`;
  const detail = `format(${quoteText(`Key (${from.column})=(%s) is not present in table "${key.lookup.table.name}".`)}, ${newValue(from.column)})`;
  const options = [
    `MESSAGE = ${quoteText(message)}`,
    `DETAIL = ${detail}`,
    `SCHEMA = ${quoteText(namespace)}`,
    `TABLE = ${quoteText(name)}`,
    `CONSTRAINT = ${quoteText(key.name)}`,
  ];
  return [
    `IF ${newValue(to.column)} IS NULL AND ${newValue(from.column)} IS NOT NULL THEN`,
    `  RAISE foreign_key_violation USING ${options.join(', ')};`,
    'END IF;',
  ];
}

/**
 * `UPDATE OF` says which version wrote: PostgreSQL makes a view's column into the table's before it looks for triggers.
 * None where nothing follows.
 */
export function updateTriggers(
  { table, homes }: HomeGroup,
  { column }: Home,
  at: number,
  comparable: Comparable,
): readonly Trigger[] {
  const [now, was] = ['NEW', 'OLD'].map((row) =>
    comparable(table, column, `${row}.${quoteIdentifier(column)}`),
  );
  const body = spreadFrom(table, homes, at, 'update');
  if (body.length === 0) return [];
  return [
    trigger({
      table,
      name: `!2 ${column}`,
      event: `BEFORE UPDATE OF ${quoteIdentifier(column)}`,
      condition: `${now} IS DISTINCT FROM ${was}`,
      body,
    }),
  ];
}

/** Behind those of homes: a value that is made of other columns is made anew where one of them changes, unless it is given. */
export function followTrigger(
  { table, column, value }: Fill,
  groups: readonly HomeGroup[],
  comparable: Comparable,
): Trigger {
  const homesBeside = (one: string): readonly Home[] =>
    groups.find(({ homes }) => homes.some((home) => home.column === one))?.homes ?? [];
  const sources = new Set<string>();
  const made = substitute(value, (source) => {
    for (const one of [source, ...homesBeside(source).map((home) => home.column)]) sources.add(one);
    return newValue(source);
  });
  const differs = (one: string): string =>
    ['NEW', 'OLD']
      .map((row) => comparable(table, one, `${row}.${quoteIdentifier(one)}`))
      .join(' IS DISTINCT FROM ');
  const homes = homesBeside(column);
  const at = homes.findIndex((home) => home.column === column);
  const columns = [...sources];
  return trigger({
    table,
    name: `!4 ${column}`,
    event: `BEFORE UPDATE OF ${columns.map(quoteIdentifier).join(', ')}`,
    condition: `(${columns.map(differs).join(' OR ')}) AND NOT (${differs(column)})`,
    body: [`${newValue(column)} := ${made};`, ...spreadFrom(table, homes, at, 'update')],
  });
}

/**
 * Behind all other triggers: what one of them has assigned fires no trigger of a column. Where two neighbours do not say
 * the same, neither way, it is the older one that was assigned, by whose name such triggers know the field.
 */
export function guardTriggers(
  { table, homes }: HomeGroup,
  writers: number,
  comparable: Comparable,
): readonly Trigger[] {
  const differs = (following: Following): string =>
    [newValue(following.to.column), `(${followingValue(table, following, newValue)})`]
      .map((value) => comparable(table, following.to.column, value))
      .join(' IS DISTINCT FROM ');
  const branches = homes.slice(1).flatMap((home, at) => {
    const before = homes[at] ?? home;
    const up = { from: before, to: home, isUp: true };
    const down = { from: home, to: before, isUp: false };
    // What was made for a row fits whatever the other is.
    if (isMade(up) || isMade(down)) return [];
    // A home that nobody writes to yet says nothing by itself.
    const condition = at + 1 < writers ? `${differs(up)} AND ${differs(down)}` : differs(up);
    return [{ condition, lines: spreadFrom(table, homes, at, 'update') }];
  });
  if (branches.length === 0) return [];
  return [
    trigger({
      table,
      name: `~ ${homes[0]?.column}`,
      event: 'BEFORE INSERT OR UPDATE',
      body: [
        ...branches.flatMap(({ condition, lines }, at) => [
          `${at === 0 ? 'IF' : 'ELSIF'} ${condition} THEN`,
          ...lines.map((line) => `  ${line}`),
        ]),
        'END IF;',
      ],
    }),
  ];
}

const newValue = (column: string): string => `NEW.${quoteIdentifier(column)}`;
