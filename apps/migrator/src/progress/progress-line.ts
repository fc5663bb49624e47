import { countText, durationText } from '@schema-service/command-line';
import { assertNever, redact } from '@schema-service/errors';
import {
  describeBlocker,
  describeDataLoss,
  describeIndexBuild,
  describeLockHolder,
  formatDifference,
  isIdlePlan,
  type MigrationEvent,
  type RolloutStage,
} from '@schema-service/migrator';

/** An event as a line for people, without secrets; `undefined` where there is nothing to say. */
export function progressLine(event: MigrationEvent): string | undefined {
  const line = lineOf(event);
  return line === undefined ? undefined : redact(line);
}

function lineOf(event: MigrationEvent): string | undefined {
  switch (event.kind) {
    case 'lockWaiting': {
      const holder = event.holder ? describeLockHolder(event.holder) : 'another migrator';
      return `waiting for ${holder}: ${durationText(event.waitedMs)}`;
    }
    case 'interruptedClosed':
      return `${event.migration} was interrupted at ${event.startedAt.toISOString()}; noted as failed`;
    case 'planned': {
      const { steps, currentVersion, targetVersion } = event.plan;
      const from = currentVersion ?? 'nothing';
      if (isIdlePlan(event.plan)) return undefined;
      const again = event.plan.repeatables?.length ?? 0;
      const rest = again === 0 ? '' : `, ${countText(again, 'repeatable script')}`;
      return `from ${from} to ${targetVersion ?? 'nothing'}: ${countText(steps.length, 'migration')}${rest}`;
    }
    case 'driftFound': {
      const lines = event.differences.map((difference) => `\n  ${formatDifference(difference)}`);
      return `drift, allowed: ${event.when} the run the database is not what ${event.version} says${lines.join('')}`;
    }
    case 'dataLoss':
      return event.losses.length === 0
        ? undefined
        : `lost with it: ${event.losses.map(describeDataLoss).join(', ')}`;
    case 'invalidIndexDropped':
      return `  dropped the invalid index ${event.index}, which a failed attempt left behind`;
    case 'statementApplied':
      return `  statement ${event.statement} of ${event.statements}`;
    case 'batchApplied':
      // One a line would be thousands of lines.
      return event.batches % LINE_EVERY_BATCHES === 0 ? `  ${batchText(event)}` : undefined;
    case 'batchPausing':
    case 'batchesPaused': {
      const isFirst = event.kind === 'batchPausing' ? event.leftMs > 1000 : event.waitedMs < 1000;
      return isFirst ? `  ${waitText(event)}` : undefined;
    }
    case 'batchesLeft':
      return `  ${countText(event.rows, 'row')} left behind pass ${event.passes}; once more`;
    case 'serverNotice': {
      const { severity, message, line, detail, hint } = event;
      const said = [message, detail && `detail: ${detail}`, hint && `hint: ${hint}`];
      const place = line === undefined ? '' : ` at line ${line}`;
      return `  ${severity}${place}: ${said.filter(Boolean).join('; ')}`;
    }
    case 'migrationRetrying':
      return `  ${event.reason}; rolled back, again in ${durationText(event.pauseMs)}${event.blockers.map((blocker) => `\n    blocked by ${describeBlocker(blocker)}`).join('')}`;
    case 'lockBlocked':
      return `  waiting for ${durationText(event.waitedMs)}${event.blockers.map((blocker) => `\n    blocked by ${describeBlocker(blocker)}`).join('')}`;
    case 'watchFailed':
      return `  who blocks a statement is not seen: ${event.reason}`;
    case 'indexProgress':
      return `  ${describeIndexBuild(event)}`;
    case 'migrationApplied':
    case 'migrationRolledBack': {
      const done = event.kind === 'migrationApplied' ? 'applied' : 'rolled back';
      const { position, total, version, migration, durationMs } = event;
      return `[${position}/${total}] ${done} ${version}/${migration} (${durationText(durationMs)})`;
    }
    case 'repeatableApplied': {
      const { position, total, name, durationMs } = event;
      return `[${position}/${total}] ran repeatable/${name} again (${durationText(durationMs)})`;
    }
    case 'brownoutBegan':
      return `${event.versions.join(', ')} shut out for ${durationText(event.durationMs)}; to end it at once: ${event.statement}`;
    case 'adoptionBegan':
    case 'brownoutGoesOn':
    case 'lockAcquired':
    case 'migrationStarted':
    case 'statementStarted':
      return undefined;
    default:
      return assertNever(event);
  }
}

/** Why no batch begins. */
export function waitText(
  event: Extract<MigrationEvent, { kind: 'batchPausing' | 'batchesPaused' }>,
): string {
  if (event.kind === 'batchesPaused') {
    return `paused by ${event.pausedBy}${event.note ? ` (${event.note})` : ''}; to go on: schema-migrator resume`;
  }
  const { lagMs, waiting, leftMs } = event;
  const why = [
    lagMs ? `a standby is ${durationText(lagMs)} behind` : '',
    waiting > 0 ? `${countText(waiting, 'session')} waited` : '',
  ];
  return `next batch in ${durationText(leftMs)}: ${why.filter(Boolean).join(', ') || 'going easy'}`;
}

const LINE_EVERY_BATCHES = 100;

/** `12000 of about 50000 rows in 14 batches`: how far a statement is that runs in batches. */
export function batchText({
  rowsPassed,
  estimatedRows,
  batches,
  remainingMs,
}: Pick<
  Extract<MigrationEvent, { kind: 'batchApplied' }>,
  'rowsPassed' | 'estimatedRows' | 'batches' | 'remainingMs'
>): string {
  const rows =
    estimatedRows === null || estimatedRows < rowsPassed
      ? countText(rowsPassed, 'row')
      : `${rowsPassed} of about ${countText(estimatedRows, 'row')}`;
  const left = remainingMs === null ? '' : `, about ${durationText(remainingMs)} left`;
  return `${rows} in ${countText(batches, 'batch', 'batches')}${left}`;
}

/** `stage canary: eu, us` */
export function stageLine({ name, environments }: RolloutStage): string {
  return `stage ${name}: ${environments.map((one) => one.name).join(', ') || 'nothing left for it'}`;
}
