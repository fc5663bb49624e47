import type { MigrationEvent } from '../apply/migration-event.ts';
import type { MigrateOptions } from '../commands/migrate-options.ts';
import { type MigrationResult, up } from '../commands/up-down-retry.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import type { PlanOptions } from '../plan/migration-plan.ts';
import { type Environment, type OutcomeFor, optionsFor } from './each-environment.ts';
import { eachStage, type RolloutStage, type StageOptions } from './rollout-stages.ts';

interface Moved {
  readonly kind: 'moved';
  readonly result: MigrationResult;
}

/** How to move several databases. */
export interface UpAllOptions
  extends Omit<MigrateOptions, 'connection' | 'onEvent'>,
    StageOptions<Moved>,
    Pick<PlanOptions, 'to' | 'strict'> {
  readonly environments: readonly Environment[];
  /** Which of them go before which others; all are one stage where it is left out. */
  readonly stages?: readonly RolloutStage[];
  readonly onEvent?: (environment: string, event: MigrationEvent) => void;
}

/** How it ended for one database. */
export type EnvironmentOutcome = OutcomeFor<Moved>;

/**
 * Moves a list of databases up, a few at a time, in the order of the list. A
 * failure of one is part of the outcome and does not throw. Those that are there already
 * have nothing to do, so that a rollout which was stopped goes on with the same call.
 *
 * @throws SchemaServiceError for files that cannot be read; a bug as it is
 */
export async function upAll(options: UpAllOptions): Promise<readonly EnvironmentOutcome[]> {
  const { environments, stages, onEvent, ...upOptions } = options;
  // Once before anything begins; each run reads them again, and the snapshots beside them.
  await loadMigrations(options.migrations);
  const all = stages ?? [{ name: 'all', environments }];
  return eachStage(all, options, async (environment): Promise<Moved> => {
    const listen = (event: MigrationEvent): void => onEvent?.(environment.name, event);
    const own = optionsFor(environment, upOptions);
    return { kind: 'moved', result: await up({ ...upOptions, ...own, onEvent: listen }) };
  });
}
