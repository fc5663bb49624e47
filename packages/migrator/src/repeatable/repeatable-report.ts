import { scriptLocks } from '@schema-service/postgres-sql';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import type { LockReport } from '../plan/step-report.ts';
import type { RepeatableReason, RepeatableStep } from './plan-repeatables.ts';
import type { RepeatableRecord } from './repeatable-records.ts';

/** What is known of a repeatable script before it runs. */
export interface RepeatableReport {
  readonly name: string;
  readonly path: string;
  readonly reason: RepeatableReason;
  readonly statements: number;
  readonly locks: readonly LockReport[];
  /** Lines whose locks cannot be told beforehand. */
  readonly codeLines: readonly number[];
  readonly sql: string;
}

/** The repeatable scripts of a plan, for people to judge. Left out where none runs. */
export function repeatableReports(repeatables: MigrationPlan['repeatables']): {
  repeatables?: readonly RepeatableReport[];
} {
  return repeatables === undefined ? {} : { repeatables: repeatables.map(reportOf) };
}

function reportOf({ repeatable, reason }: RepeatableStep): RepeatableReport {
  const { name, script, analysis } = repeatable;
  const { locks, codeLines } = scriptLocks(script.sql, analysis.statements);
  return {
    ...{ name, path: script.path, reason, statements: analysis.statements.length },
    locks: locks.map((lock) => ({ ...lock, estimatedRows: null })),
    ...{ codeLines, sql: script.sql },
  };
}

/** A repeatable script and how it stands in the database. */
export interface RepeatableState {
  readonly name: string;
  /** `gone`: its file is not there any more, and what it made may be. */
  readonly status: 'applied' | 'pending' | 'failed' | 'gone';
  /** Why it is pending. */
  readonly reason?: RepeatableReason;
  /** `null` before the first run. */
  readonly lastRun: RepeatableRecord | null;
}

/** Scripts and runs put together, in the order in which they run. Pure. */
export function repeatableStates(
  names: readonly string[],
  records: readonly RepeatableRecord[],
  pending: readonly RepeatableStep[],
): readonly RepeatableState[] {
  const reasons = new Map(pending.map(({ repeatable, reason }) => [repeatable.name, reason]));
  const gone = records
    .filter(({ name, error }) => error === null && !names.includes(name))
    .map(({ name }) => name);
  return [...names, ...new Set(gone)].map((name): RepeatableState => {
    const lastRun = records.findLast((record) => record.name === name) ?? null;
    if (!names.includes(name)) return { name, status: 'gone', lastRun };
    const reason = reasons.get(name);
    if (reason === undefined) return { name, status: 'applied', lastRun };
    return { name, status: lastRun?.error ? 'failed' : 'pending', reason, lastRun };
  });
}
