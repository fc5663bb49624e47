import { isWatched } from '@schema-service/command-line';
import { eventRecord, type RolloutStage } from '@schema-service/migrator';
import { jsonLine } from '../json-line.ts';
import { progressLine, stageLine } from './progress-line.ts';
import { type Progress, terminalProgress } from './terminal-progress.ts';
import { type RolloutDisplay, terminalRollout } from './terminal-rollout.ts';

/**
 * A bar on stderr for a person at a terminal, plain lines there for a log, and
 * lines of JSON on stdout for a program.
 */
function openProgress({ json }: { readonly json: boolean }): Progress {
  if (json) return plainProgress((event) => writeEvent(eventRecord(event)));
  if (isWatched()) return terminalProgress(process.stderr);
  return plainProgress((event) => {
    const line = progressLine(event);
    if (line !== undefined) process.stderr.write(`${line}\n`);
  });
}

/** Runs something and shows its events; what follows is written below them. */
export async function withProgress<T>(
  output: { readonly json: boolean },
  run: (onEvent: Progress['show']) => Promise<T>,
): Promise<T> {
  using progress = openProgress(output);
  return await run(progress.show);
}

function plainProgress(show: Progress['show']): Progress {
  return { show, [Symbol.dispose]: () => {} };
}

/**
 * A line for each database on the stderr of a person at a terminal, plain lines
 * with their names there for a log, and lines of JSON on stdout for a program.
 */
export function openRolloutDisplay(
  names: readonly string[],
  { json }: { readonly json: boolean },
): RolloutDisplay {
  if (json) {
    return plainDisplay(
      (environment, event) => writeEvent({ environment, event: eventRecord(event) }),
      ({ name, environments }) =>
        writeEvent({ kind: 'stageStarted', stage: name, environments: environments.map(nameOf) }),
    );
  }
  if (isWatched()) return terminalRollout(process.stderr, names);
  return plainDisplay(
    (name, event) => {
      const line = progressLine(event);
      if (line !== undefined) process.stderr.write(`${name}: ${line}\n`);
    },
    (stage) => process.stderr.write(`${stageLine(stage)}\n`),
  );
}

const nameOf = ({ name }: RolloutStage['environments'][number]): string => name;

/** A line of JSON with the time at which it was told, first. */
function writeEvent(event: unknown): void {
  process.stdout.write(jsonLine({ time: new Date(), ...(event as object) }));
}

function plainDisplay(
  show: RolloutDisplay['show'],
  stage: RolloutDisplay['stage'],
): RolloutDisplay {
  return { show, stage, begin: () => {}, end: () => {}, [Symbol.dispose]: () => {} };
}
