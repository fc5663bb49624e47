import { liveArea } from '@schema-service/command-line/drawing';
import type { EnvironmentOutcome, MigrationEvent, RolloutStage } from '@schema-service/migrator';
import { progressLine, stageLine } from './progress-line.ts';
import { advance, startOfRun } from './progress-state.ts';
import { type RolloutProgress, rolloutFrame } from './rollout-frame.ts';

/** Shows what happens to several databases, by their names, until it is disposed of. */
export interface RolloutDisplay extends Disposable {
  readonly stage: (stage: RolloutStage) => void;
  readonly begin: (name: string) => void;
  readonly show: (name: string, event: MigrationEvent) => void;
  readonly end: (outcome: EnvironmentOutcome) => void;
}

/** What the line of a database shows; other events stay above, since they would be gone with it. */
const SHOWN_BY_THE_LINE = new Set<MigrationEvent['kind']>([
  'lockWaiting',
  'planned',
  'statementApplied',
  'batchApplied',
  'migrationRetrying',
  'migrationApplied',
  'migrationRolledBack',
]);

/** Draws on a terminal: a line for each database, drawn anew as time passes. */
export function terminalRollout(
  terminal: NodeJS.WriteStream,
  names: readonly string[],
): RolloutDisplay {
  const rollout = new Map<string, RolloutProgress>(
    names.map((name) => [name, { kind: 'waiting' }]),
  );
  const area = liveArea(terminal, (now, size) => rolloutFrame(rollout, now, size));
  return {
    stage: (stage) => area.draw(`${stageLine(stage)}\n`),
    begin: (name) => {
      rollout.set(name, { kind: 'running', run: startOfRun(performance.now()) });
      area.draw();
    },
    show: (name, event) => {
      const before = rollout.get(name);
      if (before?.kind !== 'running') return;
      rollout.set(name, { ...before, run: advance(before.run, event, performance.now()) });
      const line = SHOWN_BY_THE_LINE.has(event.kind) ? undefined : progressLine(event);
      area.draw(line === undefined ? '' : `${name}: ${line}\n`);
    },
    end: (outcome: EnvironmentOutcome) => {
      rollout.set(outcome.environment, outcome);
      area.draw();
    },
    [Symbol.dispose]: () => area[Symbol.dispose](),
  };
}
