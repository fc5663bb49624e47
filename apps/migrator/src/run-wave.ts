import {
  type EnvironmentOutcome,
  type MigrationEvent,
  readMigrations,
  up,
} from '@schema-service/migrator';
import { eachDatabase } from './each-database.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jsonLine } from './json-line.ts';
import { outcomeTable } from './outcome-table.ts';
import type { WaveCommand } from './parse-command.ts';
import { openWaveDisplay } from './progress/open-wave-display.ts';

/** Moves several databases, and tells how it ended for each. */
export async function runWave(command: WaveCommand): Promise<ExitCode> {
  // What cannot be read is said once, before anything begins. Each run reads the folder again, and the snapshots in it.
  await readMigrations(command.migrations);
  const outcomes = await moveAll(command);
  process.stdout.write(command.json ? outcomes.map(jsonLine).join('') : outcomeTable(outcomes));
  return outcomes.every(({ kind }) => kind === 'moved') ? EXIT.ok : EXIT.failure;
}

async function moveAll(command: WaveCommand): Promise<readonly EnvironmentOutcome[]> {
  const { environments, ...options } = command;
  const names = environments.map(({ name }) => name);
  using display = await openWaveDisplay(names, command);
  return await eachDatabase(environments, { ...options, onEnd: display.end }, async (database) => {
    const { name, connection } = database;
    display.begin(name);
    const onEvent = (event: MigrationEvent): void => display.show(name, event);
    const result = await up({ ...options, ...options.apply, connection, onEvent });
    return { kind: 'moved', result } as const;
  });
}
