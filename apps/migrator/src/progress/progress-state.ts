import { countText, durationText } from '@schema-service/command-line';
import type { Activity } from '@schema-service/command-line/drawing';
import { redact } from '@schema-service/errors';
import {
  describeBlocker,
  describeIndexBuild,
  describeLockHolder,
  type MigrationEvent,
  type MigrationStep,
} from '@schema-service/migrator';
import { batchText, waitText } from './progress-line.ts';

/** How far a run is, for who watches it. Times are in ms, of any one clock. */
export interface ProgressState {
  readonly began: number;
  readonly done: number;
  readonly steps: readonly MigrationStep[];
  /** What goes on now, and since when. */
  readonly current?: Activity;
}

export function startOfRun(now: number): ProgressState {
  return { began: now, done: 0, steps: [] };
}

/** The state after an event. Pure. */
export function advance(state: ProgressState, event: MigrationEvent, now: number): ProgressState {
  const { current: _, ...idle } = state;
  const during = (text: string, since = now): ProgressState => ({
    ...idle,
    current: { text, since },
  });
  switch (event.kind) {
    case 'lockWaiting': {
      const holder = event.holder ? describeLockHolder(event.holder) : 'another migrator';
      return during(`waiting for ${holder}`, now - event.waitedMs);
    }
    case 'lockAcquired':
      return idle;
    case 'planned':
      return { ...idle, done: 0, steps: event.plan.steps };
    case 'migrationStarted':
      return during(`${nameOf(event)}: ${scriptText(state.steps[event.position - 1])}`);
    case 'statementStarted': {
      const text = statementText(state.steps[event.position - 1], event.statement);
      return during(`${nameOf(event)}: ${event.statement} of ${event.statements}: ${text}`);
    }
    case 'batchApplied': {
      const text = `${nameOf(event)}: ${event.statement} of ${event.statements}: ${batchText(event)}`;
      return during(text, state.current?.since);
    }
    case 'brownoutGoesOn': {
      const { versions, leftMs } = event;
      return during(`${versions.join(', ')} shut out, for ${durationText(leftMs)} still`);
    }
    case 'batchPausing':
    case 'batchesPaused':
      return during(`${nameOf(event)}: ${waitText(event)}`);
    case 'migrationRetrying':
      return during(`${nameOf(event)}: ${event.reason}, again in ${durationText(event.pauseMs)}`);
    case 'lockBlocked': {
      const [blocker] = event.blockers;
      return during(
        `${nameOf(event)}: waits for ${blocker ? describeBlocker(blocker) : 'a lock'}`,
        now - event.waitedMs,
      );
    }
    case 'indexProgress':
      return during(`${nameOf(event)}: ${describeIndexBuild(event)}`, state.current?.since);
    case 'migrationApplied':
    case 'migrationRolledBack':
      return { ...idle, done: event.position };
    default:
      return state;
  }
}

const nameOf = ({ version, migration }: { version: string; migration: string }): string =>
  `${version}/${migration}`;

/** Which of several statements runs PostgreSQL does not tell before all of them are done. */
function scriptText(step: MigrationStep | undefined): string {
  const count = step?.analysis.statements.length ?? 0;
  if (count === 1) return statementText(step, 1);
  const header = step?.analysis.header;
  const how = header?.transactional
    ? 'in one transaction'
    : header?.batches
      ? 'in batches'
      : 'one by one';
  return `${countText(count, 'statement')} ${how}`;
}

function statementText(step: MigrationStep | undefined, index: number): string {
  const statement = step?.analysis.statements[index - 1];
  if (!statement || !step) return '';
  const { start, end } = statement;
  // No terminal is wider, and there are statements of ten megabytes.
  return redact(step.script.sql.slice(start, Math.min(end, start + 1000)));
}
