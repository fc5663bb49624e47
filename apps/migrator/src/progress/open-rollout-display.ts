import { eventRecord } from '@schema-service/migrator';
import { jsonLine } from '../json-line.ts';
import { isWatched } from './open-progress.ts';
import type { RolloutDisplay } from './progress.ts';
import { progressLine } from './progress-line.ts';

/**
 * A line for each database on the stderr of a person at a terminal, plain lines
 * with their names there for a log, and lines of JSON on stdout for a program.
 */
export async function openRolloutDisplay(
  names: readonly string[],
  { json }: { readonly json: boolean },
): Promise<RolloutDisplay> {
  if (json) {
    return plainDisplay((environment, event) =>
      process.stdout.write(jsonLine({ environment, event: eventRecord(event) })),
    );
  }
  if (isWatched()) {
    const { terminalRollout } = await import('./terminal-rollout.ts');
    return terminalRollout(process.stderr, names);
  }
  return plainDisplay((name, event) => {
    const line = progressLine(event);
    if (line !== undefined) process.stderr.write(`${name}: ${line}\n`);
  });
}

function plainDisplay(show: RolloutDisplay['show']): RolloutDisplay {
  return { show, begin: () => {}, end: () => {}, [Symbol.dispose]: () => {} };
}
