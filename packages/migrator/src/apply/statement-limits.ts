import type { SqlStatement } from '../sql/sql-statement.ts';
import type { RunningStep } from './running-step.ts';

type Limits = Readonly<Record<string, number | string>>;

/** Our settings for a statement in a transaction of its own. */
export function limitsInTransaction(
  running: RunningStep,
  statement: SqlStatement,
): readonly string[] {
  const { lockTimeoutMs, statementTimeoutMs } = {
    ...running.context.options,
    ...running.step.analysis.header,
  };
  const limits = { lock_timeout: lockTimeoutMs, statement_timeout: statementTimeoutMs };
  return setUnlessScripts(running, statement, 'SET LOCAL', {
    ...limits,
    ...(running.durable ? {} : { synchronous_commit: 'off' }),
  });
}

/**
 * For one outside of transactions. By default without a lock timeout: such
 * statements wait without blocking others, and one that gives up leaves an
 * invalid index behind.
 */
export function limitsAlone(running: RunningStep, statement: SqlStatement): readonly string[] {
  const { lockTimeoutMs = 0, statementTimeoutMs = running.context.options.statementTimeoutMs } =
    running.step.analysis.header;
  const limits = { lock_timeout: lockTimeoutMs, statement_timeout: statementTimeoutMs };
  return setUnlessScripts(running, statement, 'SET', limits);
}

/** What a statement before has set, the script has in its own hands. */
function setUnlessScripts(
  { step }: RunningStep,
  { index }: SqlStatement,
  verb: 'SET' | 'SET LOCAL',
  limits: Limits,
): readonly string[] {
  const before = step.analysis.statements.slice(0, index - 1);
  return Object.entries(limits)
    .filter(([name]) => !before.some((statement) => names(statement, step.script.sql, name)))
    .map(([name, value]) => `${verb} ${name} = ${value}`);
}

function names({ words, start, end }: SqlStatement, sql: string, setting: string): boolean {
  if (words.split(' ').includes(setting.toUpperCase())) return true;
  if (!words.includes('SET_CONFIG')) return false;
  return sql.slice(start, end).toLowerCase().includes(`'${setting}'`);
}
