import {
  databaseOf,
  type Name,
  renderScript,
  type Statement,
  statement,
} from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import {
  type Fill,
  type HomeGroup,
  isSameTable,
  type Layout,
  qualified,
  substitute,
} from '../layout.ts';
import { batchesBy, type PhaseScript } from '../phase-script.ts';
import { comparableIn } from './comparable.ts';
import { followingValue, isMade } from './follow.ts';

/** The columns that a new version adds and that rows of older ones need values in. */
export interface NewColumns {
  /** Groups whose last home is new. */
  readonly groups: readonly HomeGroup[];
  readonly fills: readonly Fill[];
}

/** The row, in the statements of a fill. */
const ROW = 'filled';

/**
 * Gives the rows that are there their values in new columns: a migration for each table, in batches of its primary
 * key. What is written meanwhile has them from triggers, so that one pass is enough; `verify` shows it.
 */
export function fillTables(layout: Layout, added: NewColumns): readonly PhaseScript[] {
  const tables = databaseOf(layout.base).tables;
  return [...tables.values()].flatMap((table): readonly PhaseScript[] => {
    const isOfTable = (one: { readonly table: Name }): boolean =>
      isSameTable(one.table, table.name);
    const groups = added.groups.filter(isOfTable);
    const fills = added.fills.filter(isOfTable);
    if (groups.length + fills.length === 0) return [];
    const name = qualified(table.name);
    const columns = new Map(table.columns.map((column) => [column.key, column.name]));
    const key = (table.primaryKey?.columns ?? []).map((one) =>
      quoteIdentifier(columns.get(one) ?? one),
    );
    const settings = [...twinSettings(layout, groups), ...fillSettings(fills)];
    const unfilled = settings.flatMap((one) => one.map(({ condition }) => condition)).join(' OR ');
    return [
      {
        kind: 'phaseScript',
        notes: [],
        phase: 'fill',
        name: `rows_of_${table.name.name}`,
        up: renderScript(
          [
            'phase = fill',
            ...(key.length === 0 ? [] : [batchesBy(name, key)]),
            ...(key.length === 0
              ? []
              : [`verify = SELECT 1 FROM ${name} AS ${ROW} WHERE ${unfilled} LIMIT 1`]),
            'lock-timeout = 400ms',
          ],
          [],
          settings.map((one) => update(name, one, key)),
        ),
        down: renderScript(['rollback = instant'], ['There is nothing to undo.'], []),
      },
    ];
  });
}

interface Setting {
  readonly column: string;
  readonly value: string;
  /** Whether the row has yet to be written. */
  readonly condition: string;
}

const inRow = (column: string): string => `${ROW}.${quoteIdentifier(column)}`;

function twinSettings(
  layout: Layout,
  groups: readonly HomeGroup[],
): readonly (readonly Setting[])[] {
  const comparable = comparableIn(layout);
  const settings = groups.flatMap(({ table, homes }): readonly Setting[] => {
    const [from, to] = homes.slice(-2);
    if (from === undefined || to === undefined) return [];
    const following = { from, to, isUp: true };
    const value = followingValue(table, following, inRow);
    if (isMade(following)) {
      const held = inRow(to.column);
      return [
        { column: to.column, value: `coalesce(${held}, ${value})`, condition: `${held} IS NULL` },
      ];
    }
    const [held, wanted] = [inRow(to.column), value].map((sql) =>
      comparable(table, to.column, `(${sql})`),
    );
    return [{ column: to.column, value, condition: `${held} IS DISTINCT FROM ${wanted}` }];
  });
  return settings.length === 0 ? [] : [settings];
}

/** Each by itself, behind the twins: what it looks at may be filled before it. */
const fillSettings = (fills: readonly Fill[]): readonly (readonly Setting[])[] =>
  fills.map(({ column, value }) => [
    { column, value: substitute(value, inRow), condition: `${inRow(column)} IS NULL` },
  ]);

function update(table: string, settings: readonly Setting[], key: readonly string[]): Statement {
  const list = key.map((column) => `${ROW}.${column}`);
  const bounded = (sql: string): string => (key.length > 1 ? `(${sql})` : sql);
  const range =
    key.length === 0
      ? []
      : [
          `${bounded(list.join(', '))} >= ${bounded('{from}')}`,
          `${bounded(list.join(', '))} <= ${bounded('{to}')}`,
        ];
  const set = settings.map(({ column, value }) => `${quoteIdentifier(column)} = ${value}`);
  const conditions = settings.map(({ condition }) => condition).join(' OR ');
  const where = [...range, settings.length > 1 ? `(${conditions})` : conditions].join(' AND ');
  return statement(`UPDATE ${table} AS ${ROW}\n  SET ${set.join(',\n    ')}\n  WHERE ${where}`);
}
