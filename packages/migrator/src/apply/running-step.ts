import type { MigrationStep } from '../plan/migration-plan.ts';
import type { StepPosition } from './migration-event.ts';
import type { RunContext } from './run-context.ts';

/** A step on its way: the same for both ways to run it. */
export interface RunningStep {
  readonly context: RunContext;
  readonly step: MigrationStep;
  readonly position: StepPosition;
  /** Whether its commits reach the disk before the server answers. */
  readonly durable: boolean;
}

/** Opens the transaction that a script runs in. */
export function beginScript({ context, step, durable }: RunningStep): readonly string[] {
  const { lockTimeoutMs, statementTimeoutMs } = { ...context.options, ...step.analysis.header };
  return [
    ...context.resets.before,
    ...begin(durable),
    `SET LOCAL lock_timeout = ${lockTimeoutMs}`,
    `SET LOCAL statement_timeout = ${statementTimeoutMs}`,
  ];
}

/** A commit that need not wait for the disk is still kept in order with those after it. */
export function begin(durable: boolean): readonly string[] {
  return durable ? ['BEGIN'] : ['BEGIN', 'SET LOCAL synchronous_commit = off'];
}

/** What follows a script in its transaction: as ourselves again, however the script left the session. */
export function endScript({ context }: RunningStep, ledger: string): readonly string[] {
  return [...context.resets.after, 'SET LOCAL statement_timeout = 0', ledger, 'COMMIT'];
}
