import type { StructureDifference } from '../catalog/compare-structures.ts';
import type { AdoptResult } from '../commands/adopt.ts';
import type { Blocker } from '../lock/blockers.ts';
import type { LockAcquired, LockWaiting } from '../lock/session-lock.ts';
import type { DataLoss } from '../loss/data-loss.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import type { RepeatableReason } from '../repeatable/plan-repeatables.ts';
import type { MigrationDirection } from '../tracking/applied-migration.ts';
import { batchRangeText } from '../tracking/batch-progress.ts';
import type { Pause } from '../tracking/pause.ts';
import type { BrownoutBegan, BrownoutGoesOn } from '../versions/brownout.ts';
import type { Strain } from './batch-pace.ts';
import type { WatchEvent } from './watch-session.ts';

/** Which migration an event is about, and how far the run is. */
export interface StepPosition {
  readonly migration: string;
  readonly version: string;
  readonly direction: MigrationDirection;
  /** From 1. */
  readonly position: number;
  readonly total: number;
}

/** The structure was not what the version says, and that was allowed. */
export interface DriftFound {
  readonly kind: 'driftFound';
  readonly version: string;
  /** Before the first migration, or after the last. */
  readonly when: 'before' | 'after';
  readonly differences: readonly StructureDifference[];
}

/** What happens while migrations run, in order. */
export type MigrationEvent =
  | LockWaiting
  | LockAcquired
  | DriftFound
  | BrownoutBegan
  | BrownoutGoesOn
  /** What `adopt` is about to make, with the lock held. */
  | { readonly kind: 'adoptionBegan'; readonly adoption: AdoptResult }
  | { readonly kind: 'planned'; readonly plan: MigrationPlan }
  /** An earlier run died in this migration; its row is closed as failed now. */
  | { readonly kind: 'interruptedClosed'; readonly migration: string; readonly startedAt: Date }
  /** What a down is allowed to remove, counted before it begins. */
  | { readonly kind: 'dataLoss'; readonly losses: readonly DataLoss[] }
  | ({ readonly kind: 'migrationStarted' } & StepPosition)
  /** A concurrent build that failed earlier left this index behind, invalid; it is gone now. */
  | ({ readonly kind: 'invalidIndexDropped'; readonly index: string } & StepPosition)
  /** Only where statements run each on their own: of those in one message PostgreSQL answers when all are done. */
  | ({
      readonly kind: 'statementStarted' | 'statementApplied';
      readonly statement: number;
      readonly statements: number;
    } & StepPosition)
  /** A batch of a statement is done for good. The counts are of all its batches so far, those of earlier attempts too. */
  | ({
      readonly kind: 'batchApplied';
      readonly statement: number;
      readonly statements: number;
      readonly batches: number;
      /** Rows of the table that were gone through. */
      readonly rowsPassed: number;
      /** Rows that the statement changed. */
      readonly rowsChanged: number;
      /** Of them those of this batch. */
      readonly changed: number;
      /** Rows of the table by its statistics; `null` where there are none. */
      readonly estimatedRows: number | null;
      /** How long the rest takes if it goes on like this, in ms; `null` where nobody knows how much it is. */
      readonly remainingMs: number | null;
      readonly durationMs: number;
    } & StepPosition)
  /** Waits before the next batch, because a standby is behind or sessions have waited; told every second. */
  | ({ readonly kind: 'batchPausing'; readonly leftMs: number } & Strain & StepPosition)
  /** Waits because somebody has paused the batches; told every second. */
  | ({ readonly kind: 'batchesPaused'; readonly waitedMs: number } & Pause & StepPosition)
  /** All batches are done, and the query that verifies them has found rows: they are gone through again. */
  | ({
      readonly kind: 'batchesLeft';
      /** At most 1000 are counted. */
      readonly rows: number;
      /** Passes through the table so far. */
      readonly passes: number;
    } & StepPosition)
  /** What the server says while a script runs: `NOTICE`, `WARNING`, and more where the script asks for it. */
  | ({
      readonly kind: 'serverNotice';
      readonly severity: string;
      readonly message: string;
      /** PostgreSQL's code of five characters. */
      readonly sqlState: string;
      readonly detail?: string;
      readonly hint?: string;
      readonly context?: string;
      /** The statement that it is about, and its line in the script, where that is known. */
      readonly statement?: number;
      readonly line?: number;
    } & StepPosition)
  /** A statement has waited for a lock for a second or more, or builds an index: told when that changes. */
  | (WatchEvent & StepPosition)
  /** Rolled back because a lock could not be had; tried again after the pause. */
  | ({
      readonly kind: 'migrationRetrying';
      readonly reason: string;
      /** Who has the lock, as far as that was seen. */
      readonly blockers: readonly Blocker[];
      readonly tries: number;
      readonly pauseMs: number;
    } & StepPosition)
  /** A repeatable script ran. Told when all of them are committed. */
  | {
      readonly kind: 'repeatableApplied';
      readonly name: string;
      readonly version: string;
      readonly reason: RepeatableReason;
      readonly position: number;
      readonly total: number;
      readonly durationMs: number;
    }
  | ({ readonly kind: 'migrationApplied'; readonly durationMs: number } & StepPosition)
  | ({ readonly kind: 'migrationRolledBack'; readonly durationMs: number } & StepPosition);

/** An event as JSON: a plan by the names of its steps, without their SQL. */
export function eventRecord(event: MigrationEvent): unknown {
  if (event.kind !== 'planned') return event;
  const { direction, currentVersion, targetVersion, steps, aheadOf, repeatables } = event.plan;
  const migrations = steps.map(({ migration, script, analysis }) => ({
    migration: migration.id,
    version: migration.version,
    checksum: script.checksum,
    transactional: analysis.header.transactional,
    ...(analysis.header.batches ? { batches: batchRangeText(analysis.header.batches) } : {}),
    statements: analysis.statements.length,
  }));
  const ahead = aheadOf === undefined ? {} : { aheadOf };
  const again = repeatables?.map(({ repeatable: { name, script }, reason }) => {
    return { name, reason, checksum: script.checksum };
  });
  const repeated = again === undefined ? {} : { repeatables: again };
  const plan = { direction, currentVersion, targetVersion, ...ahead, migrations, ...repeated };
  return { kind: 'planned', ...plan };
}
