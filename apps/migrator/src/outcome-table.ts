import { countText, durationText, tableLines } from '@schema-service/command-line';
import { assertNever } from '@schema-service/errors';
import type {
  BaselineResult,
  EnvironmentOutcome,
  OutcomeFor,
  PlanReport,
} from '@schema-service/migrator';

/** What a dry run found for one database. */
export type PlanOutcome = OutcomeFor<{ readonly kind: 'planned'; readonly plan: PlanReport }>;

/** What a baseline recorded in one database. */
export type AdoptionOutcome = OutcomeFor<{
  readonly kind: 'adopted';
  readonly result: BaselineResult;
}>;

type Outcome = EnvironmentOutcome | PlanOutcome | AdoptionOutcome;

/** How a rollout ended, a line for each database, with what failed below. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap((outcome) =>
    outcome.kind === 'failed'
      ? ['', `${outcome.environment}: ${outcome.error.message}`, ...reason(outcome.error.why)]
      : [],
  );
  return `${[...tableLines(outcomes.map(columns)), ...failures].join('\n')}\n`;
}

const reason = (why: string | undefined): readonly string[] => (why ? [`  why: ${why}`] : []);

function columns(outcome: Outcome): readonly string[] {
  const { environment, durationMs } = outcome;
  switch (outcome.kind) {
    case 'moved': {
      const { migrations, toVersion, aheadOf } = outcome.result;
      return [
        environment,
        'ok',
        at(toVersion),
        work(migrations, aheadOf),
        durationText(durationMs),
      ];
    }
    case 'planned': {
      const { steps, currentVersion, aheadOf } = outcome.plan;
      const todo = work(steps, aheadOf);
      return [environment, 'planned', at(currentVersion), todo, durationText(durationMs)];
    }
    case 'adopted': {
      const { migrations, version } = outcome.result;
      const recorded = `${countText(migrations.length, 'migration')} recorded`;
      return [environment, 'ok', at(version), recorded, durationText(durationMs)];
    }
    case 'failed':
      return [environment, 'failed', '', outcome.error.code, durationText(durationMs)];
    case 'notStarted':
      return [environment, 'not started'];
    default:
      return assertNever(outcome);
  }
}

const at = (version: string | null): string => `at ${version ?? 'no version'}`;

const work = ({ length }: readonly unknown[], aheadOf?: string): string => {
  if (aheadOf !== undefined) return `ahead of ${aheadOf}`;
  return length === 0 ? 'nothing to do' : countText(length, 'migration');
};
