import type { EnvironmentOutcome, MigrationEvent } from '@schema-service/migrator';
import { eventRecord } from '../event-record.ts';
import { jsonLine } from '../json-line.ts';
import { isWatched } from './open-progress.ts';
import { progressLine } from './progress-line.ts';

/** Shows what happens to several databases, by their names, until it is disposed of. */
export interface WaveDisplay extends Disposable {
  readonly begin: (name: string) => void;
  readonly show: (name: string, event: MigrationEvent) => void;
  readonly end: (outcome: EnvironmentOutcome) => void;
}

/**
 * A line for each database on the stderr of a person at a terminal, plain lines
 * with their names there for a log, and lines of JSON on stdout for a program.
 */
export async function openWaveDisplay(
  names: readonly string[],
  { json }: { readonly json: boolean },
): Promise<WaveDisplay> {
  if (json) {
    return plainDisplay((environment, event) =>
      process.stdout.write(jsonLine({ environment, event: eventRecord(event) })),
    );
  }
  if (isWatched()) {
    const { terminalWave } = await import('./terminal-wave.ts');
    return terminalWave(process.stderr, names);
  }
  return plainDisplay((name, event) => {
    const line = progressLine(event);
    if (line !== undefined) process.stderr.write(`${name}: ${line}\n`);
  });
}

function plainDisplay(show: WaveDisplay['show']): WaveDisplay {
  return { show, begin: () => {}, end: () => {}, [Symbol.dispose]: () => {} };
}
