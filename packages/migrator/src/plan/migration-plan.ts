import type { Hooks } from '../hooks/read-hooks.ts';
import type { Migration, MigrationScript } from '../migrations/migration.ts';
import type { RepeatableStep } from '../repeatable/plan-repeatables.ts';
import type { ScriptAnalysis } from '../sql/analyze-script.ts';
import type {
  BegunStatement,
  LedgerAction,
  MigrationDirection,
} from '../tracking/applied-migration.ts';
import type { BatchProgress } from '../tracking/batch-progress.ts';
import type { UnknownIs } from './unknown-statement.ts';

/** The work that lies between a database and a version, in order. Pure data: nothing has been touched. */
export interface MigrationPlan {
  readonly kind: 'migrationPlan';
  readonly direction: MigrationDirection;
  /** The highest version that is complete in the database; `null` before the first. */
  readonly currentVersion: string | null;
  /** The version after the last step; `null` for the empty database. */
  readonly targetVersion: string | null;
  readonly steps: readonly MigrationStep[];
  /** Scripts that run again behind them; left out where there are none. */
  readonly repeatables?: readonly RepeatableStep[];
  /** Scripts of the operator's around them; left out where there are none, or nothing to do. */
  readonly hooks?: Hooks;
  /** Where the database is further on than the files: their highest version. There is nothing to do then. */
  readonly aheadOf?: string;
}

/** A plan with the hooks that run around it. */
export function withHooks(plan: MigrationPlan, hooks: Hooks): MigrationPlan {
  return isIdlePlan(plan) || Object.keys(hooks).length === 0 ? plan : { ...plan, hooks };
}

/** Whether there is nothing to do. */
export const isIdlePlan = ({ steps, repeatables }: MigrationPlan): boolean =>
  steps.length === 0 && repeatables === undefined;

/** What the failed runs since the last good one leave to the next. */
export interface PreviousAttempts {
  readonly attempt: number;
  /** Statements that are done for good, where statements run each on their own. */
  readonly statementsDone: number;
  /** Whether the last of them died with the same script, and may have done a statement more than it noted. */
  readonly wasInterrupted: boolean;
  /** The last of those, where no run has noted it and somebody says that it is done. */
  readonly statedDone?: BegunStatement;
  /** How far the statement behind those is, where it runs in batches and was begun. */
  readonly batchProgress?: BatchProgress;
}

/** One migration to run in one direction. */
export interface MigrationStep extends PreviousAttempts {
  readonly kind: 'migrationStep';
  readonly direction: MigrationDirection;
  /** `retry` where it continues a failed run on demand. */
  readonly action: LedgerAction;
  readonly migration: Migration;
  /** The up or the down script, whichever runs. */
  readonly script: MigrationScript;
  readonly analysis: ScriptAnalysis;
  /** Whether the migration is the last of its version, as the files are now. */
  readonly completesVersion: boolean;
  /** Of a down: whether the version has no migration that opens it, and so may have a schema that `adopt` has made. */
  readonly mayBeAdopted?: true;
  /** Of a squashed script: the migrations that it stands for, the last of which is that of the step. */
  readonly squashed?: readonly Migration[];
}

/** What to plan: a way to a version, the failed migration once more, or contracts that wait. */
export type MigrationGoal = (PlanOptions | RetryGoal | ContractGoal) & UnknownOption;

export interface UnknownOption {
  /** What was found out of a statement of which a run could not note whether it is done. */
  readonly unknown?: UnknownIs;
}

/** The migration that failed last, in the direction in which it failed. */
export interface RetryGoal {
  readonly direction: 'retry';
}

/** The contracts that wait for the end of a version, and of those below it. */
export interface ContractGoal {
  readonly direction: 'contract';
  readonly version: string;
  /** The versions that are alive up to it, and that nobody may use as the contracts begin. */
  readonly versions: readonly string[];
  /** The lowest version that stays: a contract that ends all versions below its own runs up to there. */
  readonly next: string;
  /** Within how many milliseconds a hello counts as use. */
  readonly quietMs: number;
}

/** Where to go. */
export interface PlanOptions {
  readonly direction: MigrationDirection;
  /** A version among the files. Up: the highest when left out. Down: needed; `none` is the empty database. */
  readonly to?: string;
  /** Up: refuses a database that is further on than the files. Default false: there is nothing to do. */
  readonly strict?: boolean;
}
