import { type EnvironmentOutcome, upAll } from '@schema-service/migrator';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jsonLine } from './json-line.ts';
import { outcomeTable } from './outcome-table.ts';
import type { RolloutCommand } from './parse-command.ts';
import { openRolloutDisplay } from './progress/open-rollout-display.ts';

/** Moves several databases, and tells how it ended for each. */
export async function runRollout(command: RolloutCommand): Promise<ExitCode> {
  const outcomes = await moveAll(command);
  process.stdout.write(command.json ? outcomes.map(jsonLine).join('') : outcomeTable(outcomes));
  return outcomes.every(({ kind }) => kind === 'moved') ? EXIT.ok : EXIT.failure;
}

async function moveAll(command: RolloutCommand): Promise<readonly EnvironmentOutcome[]> {
  const names = command.environments.map(({ name }) => name);
  using display = await openRolloutDisplay(names, command);
  const { begin: onBegin, show: onEvent, end: onEnd } = display;
  return await upAll({ ...command, ...command.apply, onBegin, onEvent, onEnd });
}
