import { flattenStatement, type SqlStatement, waitsAside } from '@schema-service/postgres-sql';
import type { MigrationStep } from '../plan/migration-plan.ts';
import type { RunningStep } from './running-step.ts';
import { lockTimeoutAfter } from './send-message.ts';

/** Our settings for the statements of a script without a transaction: `lock_timeout = 5000`. */
export interface StatementLimits {
  /** For one in a transaction of its own, after so many tries in vain; without `tries` it waits for a lock the whole time. */
  readonly inTransaction: (statement: SqlStatement, tries?: number) => readonly string[];
  /**
   * For one outside of transactions, likewise. Without a lock timeout by default where it waits
   * without blocking others: one that gives up would leave an invalid index behind.
   */
  readonly alone: (statement: SqlStatement, tries?: number) => readonly string[];
}

/** What a statement has set, the script has in its own hands from there on. */
export function statementLimits({ context, step, durable }: RunningStep): StatementLimits {
  const { header } = step.analysis;
  const whole = { ...context.options, ...header };
  const { lockRetries, statementTimeoutMs } = whole;
  const lock = (tries = lockRetries) => limit(step, 'lock_timeout', lockTimeoutAfter(tries, whole));
  const lockAside = limit(step, 'lock_timeout', header.lockTimeoutMs ?? 0);
  const isAside = ({ start, end }: SqlStatement): boolean =>
    waitsAside(flattenStatement(step.script.sql.slice(start, end)));
  const time = limit(step, 'statement_timeout', statementTimeoutMs);
  const flush = limit(step, 'synchronous_commit', 'off');
  return {
    inTransaction: (statement, tries) =>
      [lock(tries), time, ...(durable ? [] : [flush])].flatMap((of) => of(statement)),
    alone: (statement, tries) =>
      [isAside(statement) ? lockAside : lock(tries), time].flatMap((of) => of(statement)),
  };
}

/** A setting of ours for a statement; none behind one of the script that names it. */
function limit(
  { script, analysis }: MigrationStep,
  name: string,
  value: number | string,
): (statement: SqlStatement) => readonly string[] {
  const naming = analysis.statements.find((statement) => names(statement, script.sql, name));
  return ({ index }) => (naming && naming.index < index ? [] : [`${name} = ${value}`]);
}

function names({ words, start, end }: SqlStatement, sql: string, setting: string): boolean {
  if (words.split(' ').includes(setting.toUpperCase())) return true;
  if (!words.includes('SET_CONFIG')) return false;
  return sql.slice(start, end).toLowerCase().includes(`'${setting}'`);
}

/** For the session, or for its transaction alone. */
export const setEach = (verb: 'SET' | 'SET LOCAL', limits: readonly string[]): readonly string[] =>
  limits.map((text) => `${verb} ${text}`);
