import { databaseOf, renderScript, statement } from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import { isSameTable, type Layout, type Move, qualified } from '../layout.ts';
import { batchesBy, type PhaseScript } from '../phase-script.ts';

/** Gives the rows of one table what those of the other hold, in batches of the parent's primary key. */
export function fillMoves(layout: Layout, moves: readonly Move[]): readonly PhaseScript[] {
  const tables = [...databaseOf(layout.base).tables.values()];
  return moves.map((move): PhaseScript => {
    const { parent, child, newer } = move;
    const table = tables.find(({ name }) => isSameTable(name, parent.table));
    const columns = new Map(table?.columns.map(({ key, name }) => [key, name]));
    const by = (table?.primaryKey?.columns ?? []).map((key) =>
      quoteIdentifier(columns.get(key) ?? key),
    );
    const list = by.map((column) => `parent.${column}`).join(', ');
    const bounded = (sql: string): string => (by.length > 1 ? `(${sql})` : sql);
    const range =
      by.length === 0
        ? []
        : [`${bounded(list)} >= ${bounded('{from}')}`, `${bounded(list)} <= ${bounded('{to}')}`];
    const sql = fillSide(move, newer, range);
    const directives = by.length === 0 ? [] : [batchesBy(qualified(parent.table), by)];
    return {
      kind: 'phaseScript',
      phase: 'fill',
      name: `rows_of_${newer === 'parent' ? parent.table.name : child.table.name}`,
      up: renderScript(
        ['phase = fill', ...directives, 'lock-timeout = 400ms'],
        [],
        [statement(sql)],
      ),
      down: renderScript(['rollback = instant'], ['There is nothing to undo.'], []),
      notes: [],
    };
  });
}

const quoted = (columns: readonly string[]): readonly string[] => columns.map(quoteIdentifier);

/** The side on which older versions have what has moved. */
export const olderSide = ({ newer }: Move): Move['newer'] =>
  newer === 'parent' ? 'child' : 'parent';

/** The statement that gives the rows of one side what those of the other hold. */
export const fillSide = (move: Move, side: Move['newer'], range: readonly string[] = []): string =>
  side === 'child' && move.makesChild ? makeChildren(move, range) : fillRows(move, side, range);

/** Rows of the other side are held while their values are written: what they say does not change in between. */
function fillRows({ parent, child }: Move, side: Move['newer'], range: readonly string[]): string {
  const [to, from, held] =
    side === 'parent' ? ([parent, child, 'child'] as const) : ([child, parent, 'parent'] as const);
  const [columns, values] = [quoted(to.columns), quoted(from.columns)];
  const [keys, others] = [quoted(to.key), quoted(from.key)];
  const set = columns.map((column, at) => `${column} = said.${values[at]}`);
  const differs = columns.map(
    (column, at) => `filled.${column} IS DISTINCT FROM said.${values[at]}`,
  );
  const belongs = quoted(parent.key).map(
    (one, at) => `parent.${one} = child.${quoted(child.key)[at]}`,
  );
  const said = [...others, ...values].map((one) => `${held}.${one}`).join(', ');
  return [
    `UPDATE ${qualified(to.table)} AS filled`,
    `  SET ${set.join(', ')}`,
    '  FROM (',
    `    SELECT ${said} FROM ${qualified(parent.table)} AS parent`,
    `    JOIN ${qualified(child.table)} AS child ON ${belongs.join(' AND ')}`,
    ...(range.length === 0 ? [] : [`    WHERE ${range.join(' AND ')}`]),
    `    FOR SHARE OF ${held}`,
    '  ) AS said',
    `  WHERE ${[...keys.map((one, at) => `filled.${one} = said.${others[at]}`), `(${differs.join(' OR ')})`].join(' AND ')}`,
  ].join('\n');
}

/** The same for children, which are made where there are none. */
function makeChildren({ parent, child }: Move, range: readonly string[]): string {
  const [columns, values] = [quoted(child.columns), quoted(parent.columns)];
  const target = [...quoted(child.key), ...columns].join(', ');
  const source = [...quoted(parent.key), ...values].map((one) => `parent.${one}`).join(', ');
  const isSet = values.map((value) => `parent.${value} IS NOT NULL`).join(' OR ');
  const set = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  const differs = columns.map((column) => `held.${column} IS DISTINCT FROM excluded.${column}`);
  return [
    `INSERT INTO ${qualified(child.table)} AS held (${target})`,
    `  SELECT ${source} FROM ${qualified(parent.table)} AS parent`,
    `  WHERE ${[...range, `(${isSet})`].join(' AND ')} FOR SHARE`,
    `  ON CONFLICT (${quoted(child.key).join(', ')}) DO UPDATE SET ${set} WHERE ${differs.join(' OR ')}`,
  ].join('\n');
}
