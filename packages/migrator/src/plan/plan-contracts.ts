import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import type { History } from '../tracking/history.ts';
import { isEnded, waitingContracts } from './contracts.ts';
import { currentVersionOf } from './current-version.ts';
import { findHistoryProblems, refuseHistoryProblems } from './history-problem.ts';
import { makeStep } from './make-step.ts';
import type { ContractGoal, MigrationPlan, UnknownOption } from './migration-plan.ts';

/**
 * Plans the contracts that wait for the end of a version and of those below it. The version of the database stays. Pure.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_NEEDED where what it needs goes with higher versions alone, and what {@link refuseHistoryProblems} and {@link makeStep} refuse
 */
export function planContracts(
  migrations: readonly Migration[],
  history: History,
  options: ContractGoal & UnknownOption,
): MigrationPlan {
  refuseHistoryProblems(findHistoryProblems(migrations, history.applied));
  const version = currentVersionOf(migrations, history.applied);
  const waiting = waitingContracts(migrations, history.applied);
  const contracts = waiting.filter(({ ends, version: own }) =>
    ends === undefined
      ? compareVersions(own, options.next) <= 0
      : compareVersions(ends, options.version) <= 0,
  );
  const later = waiting.find((one) => isEnded(options.version, one));
  if (contracts.length === 0 && later) throw endsOthersToo(later, options);
  return {
    ...{ kind: 'migrationPlan', direction: 'up', currentVersion: version, targetVersion: version },
    steps: contracts.map((one) => makeStep(one, 'up', 'run', migrations, history, options)),
  };
}

function endsOthersToo({ id, version: own }: Migration, { version, next }: ContractGoal) {
  return new SchemaServiceError({
    code: 'MIGRATION_VERSION_NEEDED',
    message: `${version} cannot end by itself: ${own}/${id} ends every version below ${own}.`,
    why: `${next} is one of them, and alive.`,
    fix: 'End the highest version below it, and with that all of them: schema-migrator contract VERSION',
    meta: { version, contract: `${own}/${id}` },
  });
}
