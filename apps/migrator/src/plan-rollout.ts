import { eachEnvironment, explain, readMigrations } from '@schema-service/migrator';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { jsonLine } from './json-line.ts';
import { outcomeTable, type PlanOutcome } from './outcome-table.ts';
import type { RolloutCommand } from './parse-command.ts';
import { planSql, planText } from './plan-text.ts';
import { upGoal } from './up-goal.ts';

/** The dry run of a rollout: for each database what `up` would do there, with its SQL. Changes nothing. */
export async function planRollout(command: RolloutCommand): Promise<ExitCode> {
  const { environments, json } = command;
  const migrations = await readMigrations(command.migrations);
  const goal = upGoal(command);
  // A database that cannot be asked says nothing of the others.
  const options = { ...command, keepGoing: true };
  const outcomes = await eachEnvironment(environments, options, async ({ connection }) => {
    const plan = await explain({ ...command, ...command.apply, ...goal, migrations, connection });
    return { kind: 'planned', plan } as const;
  });
  const texts = () => [...outcomes.map(planUnderName), outcomeTable(outcomes)];
  process.stdout.write((json ? outcomes.map(jsonLine) : texts()).join(''));
  return outcomes.every(({ kind }) => kind === 'planned') ? EXIT.ok : EXIT.failure;
}

function planUnderName(outcome: PlanOutcome): string {
  if (outcome.kind !== 'planned') return '';
  const { environment, plan } = outcome;
  return `=== ${environment} ===\n${planText(plan)}${planSql(plan)}\n`;
}
