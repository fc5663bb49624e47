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

/** What was done with a database. */
type Moved = Exclude<Outcome, { kind: 'failed' | 'notStarted' }>;

/** What a line says of a database whose command did not fail. */
export type Columns = readonly string[];

/** How a rollout ended, a line for each database, with what failed below. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  return fleetTable<Moved>(outcomes, columns);
}

/** A line for each database, as its columns say or with the code of what failed, and the failures below. */
export function fleetTable<Done extends { readonly kind: string }>(
  outcomes: readonly OutcomeFor<Done>[],
  columnsOf: (done: Done) => Columns,
): string {
  const lines = outcomes.map((outcome): Columns => {
    const took = durationText(outcome.durationMs);
    if (outcome.kind === 'notStarted') return [outcome.environment, 'not started'];
    if (isFailed(outcome)) return [outcome.environment, 'failed', '', outcome.error.code, took];
    return [outcome.environment, ...columnsOf(outcome as Done), took];
  });
  const failures = outcomes
    .filter(isFailed)
    .flatMap(({ environment, error }) => [
      '',
      `${environment}: ${error.message}`,
      ...reason(error.why),
    ]);
  return `${[...tableLines(lines), ...failures].join('\n')}\n`;
}

type Failed = Extract<EnvironmentOutcome, { kind: 'failed' }>;

const isFailed = (outcome: { readonly kind: string }): outcome is Failed =>
  outcome.kind === 'failed';

const reason = (why: string | undefined): readonly string[] => (why ? [`  why: ${why}`] : []);

function columns(outcome: Moved): Columns {
  switch (outcome.kind) {
    case 'moved': {
      const { migrations, toVersion, aheadOf } = outcome.result;
      return ['ok', at(toVersion), work(migrations, aheadOf)];
    }
    case 'planned': {
      const { steps, currentVersion, aheadOf } = outcome.plan;
      return ['planned', at(currentVersion), work(steps, aheadOf)];
    }
    case 'adopted': {
      const { migrations, version } = outcome.result;
      return ['ok', at(version), `${countText(migrations.length, 'migration')} recorded`];
    }
    default:
      return assertNever(outcome);
  }
}

const at = (version: string | null): string => `at ${version ?? 'no version'}`;

const work = ({ length }: readonly unknown[], aheadOf?: string): string => {
  if (aheadOf !== undefined) return `ahead of ${aheadOf}`;
  return length === 0 ? 'nothing to do' : countText(length, 'migration');
};
