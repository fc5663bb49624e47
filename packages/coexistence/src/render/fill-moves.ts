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
    const sql = newer === 'parent' ? fillParent(move, range) : fillChild(move, range);
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

/** Rows of the child are held while their values are written: what they say does not change in between. */
function fillParent({ parent, child }: Move, range: readonly string[]): string {
  const [columns, values] = [quoted(parent.columns), quoted(child.columns)];
  const [keys, others] = [quoted(parent.key), quoted(child.key)];
  const set = columns.map((column, at) => `${column} = said.${values[at]}`);
  const differs = columns.map(
    (column, at) => `filled.${column} IS DISTINCT FROM said.${values[at]}`,
  );
  const belongs = keys.map((one, at) => `parent.${one} = child.${others[at]}`);
  const said = [...others, ...values].map((one) => `child.${one}`).join(', ');
  return [
    `UPDATE ${qualified(parent.table)} AS filled`,
    `  SET ${set.join(', ')}`,
    '  FROM (',
    `    SELECT ${said} FROM ${qualified(parent.table)} AS parent`,
    `    JOIN ${qualified(child.table)} AS child ON ${belongs.join(' AND ')}`,
    ...(range.length === 0 ? [] : [`    WHERE ${range.join(' AND ')}`]),
    '    FOR SHARE OF child',
    '  ) AS said',
    `  WHERE ${[...keys.map((one, at) => `filled.${one} = said.${others[at]}`), `(${differs.join(' OR ')})`].join(' AND ')}`,
  ].join('\n');
}

/** And of the parent, in the same way. */
function fillChild({ parent, child }: Move, range: readonly string[]): string {
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
