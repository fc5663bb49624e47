import { assertNever } from '@schema-service/errors';
import type { EnvironmentOutcome } from '@schema-service/migrator';
import { plural, seconds } from './progress/progress-line.ts';
import { aligned } from './text-table.ts';

/** How a wave ended, a line for each database, with what failed below. */
export function outcomeTable(outcomes: readonly EnvironmentOutcome[]): string {
  const failures = outcomes.flatMap((outcome) =>
    outcome.kind === 'failed'
      ? ['', `${outcome.environment}: ${outcome.error.message}`, ...reason(outcome.error.why)]
      : [],
  );
  return `${[...aligned(outcomes.map(columns)), ...failures].join('\n')}\n`;
}

const reason = (why: string | undefined): readonly string[] => (why ? [`  why: ${why}`] : []);

function columns(outcome: EnvironmentOutcome): readonly string[] {
  const { environment, durationMs } = outcome;
  switch (outcome.kind) {
    case 'moved': {
      const { migrations, toVersion } = outcome.result;
      const done =
        migrations.length === 0 ? 'nothing to do' : plural(migrations.length, 'migration');
      return [environment, 'ok', `at ${toVersion ?? 'no version'}`, done, seconds(durationMs)];
    }
    case 'failed':
      return [environment, 'failed', '', outcome.error.code, seconds(durationMs)];
    case 'notStarted':
      return [environment, 'not started'];
    default:
      return assertNever(outcome);
  }
}
