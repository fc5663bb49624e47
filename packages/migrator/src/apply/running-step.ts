import type { Hooks } from '../hooks/read-hooks.ts';
import { mayKeepLocks, releaseScriptLocks } from '../lock/release-script-locks.ts';
import type { MigrationPlan, MigrationStep } from '../plan/migration-plan.ts';
import type { StepPosition } from './migration-event.ts';
import type { RunContext } from './run-context.ts';
import { lockTimeoutAfter } from './send-message.ts';

/** A step on its way: the same for both ways to run it. */
export interface RunningStep {
  readonly context: RunContext;
  readonly step: MigrationStep;
  readonly position: StepPosition;
  /** Whether its commits reach the disk before the server answers. */
  readonly durable: boolean;
  /** Whether the transaction of the step before it opens its row. */
  readonly openedBefore: boolean;
  /** The step behind it, where both run in a transaction: its row is opened as this one's is closed. */
  readonly next?: RunningStep;
  /** What runs around each of the steps. */
  readonly hooks: Hooks;
}

/** The steps of a plan, each knowing its neighbours. */
export function runningSteps(
  { steps, hooks = {} }: MigrationPlan,
  context: RunContext,
): RunningStep[] {
  const running: RunningStep[] = [];
  for (const [index, step] of [...steps.entries()].reverse()) {
    const { migration, direction } = step;
    const { id, version } = migration;
    const [next] = running;
    running.unshift({
      context,
      step,
      hooks,
      position: { migration: id, version, direction, position: index + 1, total: steps.length },
      durable: context.options.syncCommit || index === steps.length - 1,
      openedBefore: isTransactional(step) && isTransactional(steps[index - 1]),
      ...(next?.openedBefore ? { next } : {}),
    });
  }
  return running;
}

export const isTransactional = (step: MigrationStep | undefined): boolean =>
  step?.analysis.header.transactional ?? false;

/** Opens the transaction that a script runs in, after so many tries in vain. */
export function beginScript(
  { context, step, durable }: RunningStep,
  tries: number,
): readonly string[] {
  const limits = { ...context.options, ...step.analysis.header };
  return [
    ...begin(durable),
    `SET LOCAL lock_timeout = ${lockTimeoutAfter(tries, limits)}`,
    `SET LOCAL statement_timeout = ${limits.statementTimeoutMs}`,
  ];
}

/** A commit that need not wait for the disk is still kept in order with those after it. */
export function begin(durable: boolean): readonly string[] {
  return ['BEGIN', ...flush(durable)];
}

const flush = (durable: boolean): readonly string[] =>
  durable ? [] : ['SET LOCAL synchronous_commit = off'];

/**
 * What follows a script in its transaction. The session is made what it was
 * before, so that neither the history nor the next message, which is at the
 * server already, can be read or run in another way. What the script deferred
 * to its end still runs as the script left things.
 */
export function endScript(running: RunningStep, ledger: string): readonly string[] {
  const { context, durable } = running;
  const { reset, ourselves } = context.resets;
  return [
    'SET CONSTRAINTS ALL IMMEDIATE',
    ...reset,
    ...flush(durable),
    ...ourselves,
    ledger,
    'COMMIT',
    ...releaseLocks(running),
  ];
}

/** What a script has locked beyond its transaction; a client that was handed in may have locks of its owner's. */
export function releaseLocks({ context, step }: RunningStep): readonly string[] {
  if (!context.resets.isWhole || !mayKeepLocks(step.script.sql)) return [];
  return [releaseScriptLocks(context.ledger)];
}

/** Amid a script, or behind one that failed: writes the history in a transaction of its own, as ourselves. */
export function writeLedger({ resets }: RunContext, ledger: string): string {
  // Read-write, because a script may have set default_transaction_read_only.
  return ['BEGIN READ WRITE', ...resets.ourselves, ledger, 'COMMIT'].join(';\n');
}
