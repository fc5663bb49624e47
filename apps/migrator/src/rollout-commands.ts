import { EXIT, type ExitCode } from '@schema-service/command-line';
import {
  baseline,
  type EnvironmentOutcome,
  eachEnvironment,
  explain,
  loadMigrations,
  type MigrationEvent,
  optionsFor,
  upAll,
} from '@schema-service/migrator';
import { upGoal } from './command-options.ts';
import { jsonLine } from './json-line.ts';
import { outcomeTable, type PlanOutcome } from './outcome-table.ts';
import type { BaselineAllCommand, RolloutCommand } from './parse-command.ts';
import { planSql, planText } from './plan-text.ts';
import { openRolloutDisplay } from './progress/open-progress.ts';
import { withTrace } from './run-trace.ts';
import { untilStopped } from './stop-signals.ts';

/** Moves several databases, and tells how it ended for each. */
export async function runRollout(command: RolloutCommand): Promise<ExitCode> {
  const outcomes = await moveAll(command);
  process.stdout.write(command.json ? outcomes.map(jsonLine).join('') : outcomeTable(outcomes));
  return outcomes.every(({ kind }) => kind === 'moved') ? EXIT.ok : EXIT.failure;
}

async function moveAll(command: RolloutCommand): Promise<readonly EnvironmentOutcome[]> {
  const names = command.environments.map(({ name }) => name);
  using display = openRolloutDisplay(names, command);
  const { stage, begin: onBegin, show, end: onEnd } = display;
  const onStage = command.stages ? { onStage: stage } : {};
  return await withTrace('schema-migrator up', (tell) =>
    untilStopped((signal) => {
      const onEvent = (environment: string, event: MigrationEvent): void => {
        tell(event, environment);
        show(environment, event);
      };
      return upAll({ ...command, ...command.apply, signal, ...onStage, onBegin, onEvent, onEnd });
    }),
  );
}

/** The dry run of a rollout: for each database what `up` would do there, with its SQL. Changes nothing. */
export async function planRollout(command: RolloutCommand): Promise<ExitCode> {
  const { environments, json } = command;
  const migrations = await loadMigrations(command.migrations);
  const goal = upGoal(command);
  // A database that cannot be asked says nothing of the others.
  const options = { ...command, keepGoing: true };
  const outcomes = await eachEnvironment(environments, options, async (environment) => {
    const given = { ...command, ...command.apply, ...goal, migrations };
    const plan = await explain({ ...given, ...optionsFor(environment, given) });
    return { kind: 'planned', plan } as const;
  });
  const texts = () => [...outcomes.map(planUnderName), outcomeTable(outcomes)];
  process.stdout.write((json ? outcomes.map(jsonLine) : texts()).join(''));
  return outcomes.every(({ kind }) => kind === 'planned') ? EXIT.ok : EXIT.failure;
}

/** Adopts several databases, all that can be: one that is refused says nothing of the others. */
export async function baselineAll(command: BaselineAllCommand): Promise<ExitCode> {
  const { environments, json, to: version } = command;
  const options = { ...command, keepGoing: true };
  const outcomes = await eachEnvironment(environments, options, async (environment) => {
    const given = { ...command, ...command.apply, version };
    const result = await baseline({ ...given, ...optionsFor(environment, given) });
    return { kind: 'adopted', result } as const;
  });
  process.stdout.write(json ? outcomes.map(jsonLine).join('') : outcomeTable(outcomes));
  return outcomes.every(({ kind }) => kind === 'adopted') ? EXIT.ok : EXIT.failure;
}

function planUnderName(outcome: PlanOutcome): string {
  if (outcome.kind !== 'planned') return '';
  const { environment, plan } = outcome;
  return `=== ${environment} ===\n${planText(plan)}${planSql(plan)}\n`;
}
