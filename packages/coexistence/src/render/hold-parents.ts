import { createHash } from 'node:crypto';
import {
  databaseOf,
  distinctName,
  type Name,
  renderScript,
  type Statement,
  statement,
} from '@schema-service/migration-draft';
import { quoteIdentifier, quoteText } from '@schema-service/postgres-sql';
import { isSameTable, type Layout, type Move, qualified, type ViewLayout } from '../layout.ts';
import { type CoexistencePhase, type PhaseScript, phaseDirectives } from '../phase-script.ts';
import { replaceView } from './open-version.ts';
import { FUNCTIONS } from './trigger.ts';

/**
 * Locks the row of a parent before that of its child. PostgreSQL locks a row before it fires triggers for it, so that a
 * trigger of the child comes too late: the version's view asks for the parent as it finds the row, where a statement is
 * one that writes what has moved.
 */
export interface Hold {
  readonly child: Name;
  /** The moved columns there. */
  readonly columns: readonly string[];
  /** What a row of the child says of its parent. */
  readonly key: readonly string[];
  readonly function: Name;
  readonly create: readonly Statement[];
  readonly drop: Statement;
}

/** Says in a session whose moved columns its statement writes. */
const SETTING = 'coexistence.writes';

/** For the triggers of a statement, before and after it. */
export const noteWrites = (child: Name): string =>
  `PERFORM set_config('${SETTING}', ${quoteText(qualified(child))}, true);`;
export const forgetWrites: string = `PERFORM set_config('${SETTING}', '', true);`;

export function holdsOf({ moves, base }: Pick<Layout, 'moves' | 'base'>): readonly Hold[] {
  const tables = [...databaseOf(base).tables.values()];
  const typesOf = ({ table, key }: Move['child']): readonly string[] => {
    const columns = tables.find(({ name }) => isSameTable(name, table))?.columns;
    return key.map((column) => columns?.find(({ name }) => name === column)?.type ?? '');
  };
  return moves
    .filter(({ isHeld }) => isHeld === true)
    .map((move) => hold(move, typesOf(move.child)));
}

function hold({ parent, child }: Move, types: readonly string[]): Hold {
  const isIt = parent.key.map((column, at) => `held.${quoteIdentifier(column)} = $${at + 1}`);
  const body = `PERFORM FROM ${qualified(parent.table)} AS held WHERE ${isIt.join(' AND ')} FOR NO KEY UPDATE;`;
  const digest = createHash('sha256')
    .update(JSON.stringify([types, body]))
    .digest('hex');
  const called = `${child.table.name}.hold ${parent.table.name}`;
  const name = { namespace: FUNCTIONS, name: distinctName(called, `.${digest.slice(0, 8)}`) };
  const signature = `${qualified(name)}(${types.join(', ')})`;
  return {
    ...{ child: child.table, columns: child.columns, key: child.key, function: name },
    create: [
      statement(
        [
          `CREATE FUNCTION ${signature} RETURNS boolean`,
          'LANGUAGE plpgsql PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$',
          'BEGIN',
          `  ${body}`,
          '  RETURN true;',
          'END',
          '$coexistence$',
        ].join('\n'),
      ),
      // Whoever asks a view runs its functions, whatever is usual for new ones in this database.
      statement(`GRANT EXECUTE ON FUNCTION ${signature} TO PUBLIC`),
    ],
    drop: statement(`DROP FUNCTION ${signature}`),
  };
}

/** The condition of a view over a child: true of every row, after a look at its parent where that is to be locked. */
export function holdingCondition(view: ViewLayout, holds: readonly Hold[]): string | undefined {
  const own = holds.filter(
    ({ child, columns }) =>
      isSameTable(child, view.table) &&
      columns.some((column) => view.columns.some(({ home }) => home === column)),
  );
  if (own.length === 0) return undefined;
  const calls = own.map(
    (one) => `${qualified(one.function)}(${one.key.map(quoteIdentifier).join(', ')})`,
  );
  const all = calls.length > 1 ? `(${calls.join(' AND ')})` : calls[0];
  return `(SELECT current_setting('${SETTING}', true)) IS DISTINCT FROM ${quoteText(qualified(view.table))} OR ${all}`;
}

/** The functions that one layout has and the other has not, and the views of versions of both that call them. */
export function holdScripts(
  phase: CoexistencePhase,
  before: Layout,
  after: Layout,
  ends?: string,
): readonly PhaseScript[] {
  const up = replaceHolds(before, after);
  if (up.length === 0) return [];
  return [
    {
      kind: 'phaseScript',
      notes: [],
      phase,
      name: 'views_that_hold_parents',
      up: renderScript(
        [...phaseDirectives(phase, ends), 'lock-timeout = 400ms'],
        ['Who writes a column that has moved locks the rows of both tables in one order.'],
        up,
      ),
      down: renderScript(
        ['lock-timeout = 400ms', 'rollback = instant'],
        [],
        replaceHolds(after, before),
      ),
    },
  ];
}

function replaceHolds(before: Layout, after: Layout): readonly Statement[] {
  const [old, now] = [holdsOf(before), holdsOf(after)];
  const isAmong = (holds: readonly Hold[], one: Hold): boolean =>
    holds.some((other) => other.function.name === one.function.name);
  const views = after.versions.flatMap(({ version, schema, views: shown }) =>
    before.versions.some((one) => one.version === version)
      ? shown
          .filter((view) => holdingCondition(view, old) !== holdingCondition(view, now))
          .map((view) => replaceView(schema, view, now))
      : [],
  );
  return [
    ...now.filter((one) => !isAmong(old, one)).flatMap(({ create }) => create),
    ...views,
    ...old.filter((one) => !isAmong(now, one)).map(({ drop }) => drop),
  ];
}
