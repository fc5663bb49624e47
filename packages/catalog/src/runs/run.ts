import type { SchemaServiceErrorData } from '@schema-service/errors';

/** How a run ended, or where it is. One that waits for an approval or a window is `pending`. */
export const runStatuses = ['pending', 'running', 'success', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

/**
 * A `rollback` goes down; a `retry` does again what failed. A `contract` ends a version, an `abandon` takes the highest one
 * back, an `adopt` gives one its schema of views.
 */
export const runKinds = ['migration', 'rollback', 'retry', 'contract', 'abandon', 'adopt'] as const;
export type RunKind = (typeof runKinds)[number];

/** What was asked for. `retry` is the migration that failed last, in the direction in which it failed. */
export const runDirections = ['up', 'down', 'retry', 'contract', 'abandon', 'adopt'] as const;
export type RunDirection = (typeof runDirections)[number];

/** What the migrator is allowed in a run. */
export interface RunOptions {
  readonly allowDataLoss?: boolean;
  readonly allowDrift?: boolean;
  readonly allowEditedDown?: boolean;
  readonly allowNonEmpty?: boolean;
  /** What was found out of the statement of which the run before could not note whether it is done. */
  readonly unknown?: 'done' | 'not-done';
  /** Of a contract and an abandon: within how many milliseconds a hello counts as use. */
  readonly quietMs?: number;
  /** Of a contract: for how many milliseconds the clients of the version are shut out first. */
  readonly brownoutMs?: number;
}

/** A migration that a run may do. */
export interface PlannedStep {
  readonly migration: string;
  readonly version: string;
  readonly direction: 'up' | 'down';
  /** SHA-256 of the script. */
  readonly checksum: string;
}

/** What a run may do: those steps and no others. */
export interface RunPlan {
  readonly digest: string;
  readonly currentVersion: string | null;
  readonly targetVersion: string | null;
  readonly steps: readonly PlannedStep[];
}

/** What a run has done, by the ledger of the environment. */
export interface RunResult {
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly migrations: readonly {
    readonly migration: string;
    readonly version: string;
    readonly durationMs: number;
  }[];
  /** Of a dry run: what it would do, as the migrator explains it. */
  readonly plan?: Readonly<Record<string, unknown>>;
}

/** A run of the migrator in one environment. */
export interface Run {
  readonly kind: 'run';
  /** Rises from run to run; a number as text. */
  readonly id: string;
  readonly environment: string;
  readonly runKind: RunKind;
  readonly direction: RunDirection;
  /** The version to go to; `null` as far as it goes. Of an abandon the one below, as it was planned. */
  readonly to: string | null;
  /** Which version a contract ends, or an abandon takes back. */
  readonly version: string | null;
  readonly dryRun: boolean;
  readonly options: RunOptions;
  readonly status: RunStatus;
  readonly waitingFor: 'approval' | 'window' | null;
  /** Does not begin before; ISO 8601 in UTC. */
  readonly notBefore: string | null;
  readonly plan: RunPlan | null;
  readonly startedBy: string;
  readonly startedByToken: string | null;
  readonly approvedBy: string | null;
  readonly cancelledBy: string | null;
  readonly retryOf: string | null;
  readonly rolloutId: string | null;
  /** The process that works on it, or did last. */
  readonly worker: string | null;
  /** How often a worker began with it. */
  readonly attempts: number;
  /** The last row of the environment's ledger before the run. */
  readonly ledgerMark: number | null;
  readonly fromVersion: string | null;
  readonly result: RunResult | null;
  readonly error: SchemaServiceErrorData | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** What happened in a run: of the migrator, or of the run itself (`runStarted`, `runEnded`). */
export interface RunEvent {
  readonly kind: 'runEvent';
  /** From 1, without gaps. */
  readonly seq: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly event: { readonly kind: string } & Readonly<Record<string, unknown>>;
}

/** The event behind which no other comes. */
export const LAST_RUN_EVENT = 'runEnded';

interface RunRow {
  readonly id: string;
  readonly environment: string;
  readonly kind: RunKind;
  readonly direction: RunDirection;
  readonly target: string | null;
  readonly version: string | null;
  readonly dry_run: boolean;
  readonly options: RunOptions;
  readonly status: RunStatus;
  readonly waiting_for: Run['waitingFor'];
  readonly not_before: Date | null;
  readonly plan: RunPlan | null;
  readonly started_by: string;
  readonly started_by_token: string | null;
  readonly approved_by: string | null;
  readonly cancelled_by: string | null;
  readonly retry_of: string | null;
  readonly rollout_id: string | null;
  readonly worker: string | null;
  readonly attempts: number;
  readonly ledger_mark: string | null;
  readonly from_version: string | null;
  readonly result: RunResult | null;
  readonly error: SchemaServiceErrorData | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

/** A row of `schema_catalog.run`. */
export function toRun(row: RunRow): Run {
  const { id, environment, direction, version, options, status, plan, worker, attempts } = row;
  return {
    kind: 'run',
    ...{ id, environment, direction, version, options, status, plan, worker, attempts },
    runKind: row.kind,
    to: row.target,
    dryRun: row.dry_run,
    waitingFor: row.waiting_for,
    notBefore: row.not_before?.toISOString() ?? null,
    startedBy: row.started_by,
    startedByToken: row.started_by_token,
    approvedBy: row.approved_by,
    cancelledBy: row.cancelled_by,
    retryOf: row.retry_of,
    rolloutId: row.rollout_id,
    ledgerMark: row.ledger_mark === null ? null : Number(row.ledger_mark),
    fromVersion: row.from_version,
    result: row.result,
    error: row.error,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
