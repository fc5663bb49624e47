import { type MigrationEvent, upAll } from '@schema-service/migrator';
import { eventRecord } from './event-record.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jsonLine } from './json-line.ts';
import { outcomeTable } from './outcome-table.ts';
import type { WaveCommand } from './parse-command.ts';
import { progressLine } from './progress/progress-line.ts';

/** Moves several databases, and tells how it ended for each. */
export async function runWave(command: WaveCommand): Promise<ExitCode> {
  const onEvent = (environment: string, event: MigrationEvent): void => {
    const line = progressLine(event);
    if (command.json) process.stdout.write(jsonLine({ environment, event: eventRecord(event) }));
    else if (line !== undefined) process.stderr.write(`${environment}: ${line}\n`);
  };
  const outcomes = await upAll({ ...command, ...command.apply, onEvent });
  process.stdout.write(command.json ? outcomes.map(jsonLine).join('') : outcomeTable(outcomes));
  return outcomes.every(({ kind }) => kind === 'moved') ? EXIT.ok : EXIT.failure;
}
