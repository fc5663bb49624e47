import { createHash } from 'node:crypto';
import {
  distinctName,
  type Name,
  renderScript,
  type Statement,
  statement,
} from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import { isSameTable, qualified } from '../layout.ts';
import { type CoexistencePhase, type PhaseScript, phaseDirectives } from '../phase-script.ts';

/** Where the functions of all triggers live. Clients need no right to it. */
export const FUNCTIONS = 'coexistence';

/** A trigger with a function of its own, whose name is its content: it is never replaced under rows that are written. */
export interface Trigger {
  readonly table: Name;
  readonly name: string;
  /** When it fires: `BEFORE INSERT`, `AFTER UPDATE OF "a"`. */
  readonly event: string;
  readonly condition?: string;
  /** Absent of those that fire for each row. */
  readonly each?: 'STATEMENT';
  readonly function: Name;
  readonly body: readonly string[];
}

export type TriggerParts = Pick<
  Trigger,
  'table' | 'name' | 'event' | 'body' | 'condition' | 'each'
>;

/** Triggers run in the order of their names: those with `!` before all others, which then see all homes, and those with `~` last. */
export function trigger(parts: TriggerParts): Trigger {
  const { table, name, body } = parts;
  const digest = createHash('sha256')
    .update(JSON.stringify([table, name, body]))
    .digest('hex');
  const called = `${table.name}.${name.replace(/^!\d |^~ /, '')}`;
  return {
    ...parts,
    name: distinctName(name, ''),
    function: { namespace: FUNCTIONS, name: distinctName(called, `.${digest.slice(0, 8)}`) },
  };
}

/** The scripts that put the triggers of one layout in the place of another's: one for each table, which it locks. */
export function triggerScripts(
  phase: CoexistencePhase,
  before: readonly Trigger[],
  after: readonly Trigger[],
  ends?: string,
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
        up: renderScript([...phaseDirectives(phase, ends), 'lock-timeout = 400ms'], [], up),
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

const createFunction = ({ function: name, body, event, each }: Trigger): string =>
  [
    `CREATE FUNCTION ${qualified(name)}() RETURNS trigger`,
    // Clients have no right to what is below their version's schema, other tables and the types of columns included.
    'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $coexistence$',
    'BEGIN',
    ...[...body, event.startsWith('AFTER') || each ? 'RETURN NULL;' : 'RETURN NEW;'].map(
      (line) => `  ${line}`,
    ),
    'END',
    '$coexistence$',
  ].join('\n');

const createTrigger = ({
  name,
  table,
  event,
  condition,
  each,
  function: called,
}: Trigger): string =>
  [
    `CREATE OR REPLACE TRIGGER ${quoteIdentifier(name)} ${event} ON ${qualified(table)}`,
    `  FOR EACH ${each ?? 'ROW'}${condition === undefined ? '' : ` WHEN (${condition})`}`,
    `  EXECUTE FUNCTION ${qualified(called)}()`,
  ].join('\n');
