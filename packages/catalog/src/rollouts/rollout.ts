import type { SchemaServiceErrorData } from '@schema-service/errors';

/** `stopped`: more have failed than may, or somebody has paused it; it goes on when somebody says so. */
export const rolloutStatuses = ['running', 'stopped', 'success', 'failed', 'cancelled'] as const;
export type RolloutStatus = (typeof rolloutStatuses)[number];

export const rolloutEnvironmentStatuses = [
  'waiting',
  'running',
  'success',
  'failed',
  'cancelled',
] as const;
export type RolloutEnvironmentStatus = (typeof rolloutEnvironmentStatuses)[number];

/** How many environments are where. */
export type RolloutCounts = Readonly<Record<RolloutEnvironmentStatus, number>>;

/** One version for a group of environments, stage by stage. */
export interface Rollout {
  readonly kind: 'rollout';
  readonly id: string;
  readonly group: string;
  readonly to: string;
  readonly status: RolloutStatus;
  /** The stage that is under way, from 0. */
  readonly stage: number;
  /** Of each stage its environments, added up. */
  readonly stages: readonly RolloutCounts[];
  readonly counts: RolloutCounts;
  readonly concurrency: number;
  readonly failureBudget: number;
  readonly pauseMs: number;
  /** When the pause before the stage ends; ISO 8601 in UTC. */
  readonly pausedUntil: string | null;
  readonly startedBy: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** An environment of a rollout. */
export interface RolloutEnvironment {
  readonly kind: 'rolloutEnvironment';
  /** Their order: from 1. */
  readonly position: number;
  readonly environment: string;
  readonly stage: number;
  readonly status: RolloutEnvironmentStatus;
  readonly run: string | null;
  readonly error: SchemaServiceErrorData | null;
}

interface RolloutRow {
  readonly id: string;
  readonly group_name: string;
  readonly target: string;
  readonly stages: readonly number[];
  readonly concurrency: number;
  readonly failure_budget: number;
  readonly pause_ms: string;
  readonly status: RolloutStatus;
  readonly stage: number;
  readonly stage_not_before: Date | null;
  readonly started_by: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** How many environments of a stage are in a status. */
export interface StageCount {
  readonly stage: number;
  readonly status: RolloutEnvironmentStatus;
  readonly count: number;
}

/** A row of `schema_catalog.rollout` with its environments counted. */
export function toRollout(row: RolloutRow, counts: readonly StageCount[]): Rollout {
  return {
    kind: 'rollout',
    id: row.id,
    group: row.group_name,
    to: row.target,
    status: row.status,
    stage: row.stage,
    stages: row.stages.map((_, stage) => addUp(counts.filter((one) => one.stage === stage))),
    counts: addUp(counts),
    concurrency: row.concurrency,
    failureBudget: row.failure_budget,
    pauseMs: Number(row.pause_ms),
    pausedUntil: row.stage_not_before?.toISOString() ?? null,
    startedBy: row.started_by,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

function addUp(counts: readonly StageCount[]): RolloutCounts {
  const sum = (status: RolloutEnvironmentStatus): number =>
    counts.filter((one) => one.status === status).reduce((total, { count }) => total + count, 0);
  return {
    waiting: sum('waiting'),
    running: sum('running'),
    success: sum('success'),
    failed: sum('failed'),
    cancelled: sum('cancelled'),
  };
}
