import type { MigrationEvent } from '../apply/migration-event.ts';
import type { MigrateOptions } from '../commands/migrate-options.ts';
import { type MigrationResult, up } from '../commands/up-down-retry.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import type { PlanOptions } from '../plan/migration-plan.ts';
import {
  type EachOptions,
  type Environment,
  eachEnvironment,
  type OutcomeFor,
} from './each-environment.ts';

interface Moved {
  readonly kind: 'moved';
  readonly result: MigrationResult;
}

/** How to move several databases. */
export interface UpAllOptions
  extends Omit<MigrateOptions, 'connection' | 'onEvent'>,
    EachOptions<Moved>,
    Pick<PlanOptions, 'to' | 'strict'> {
  readonly environments: readonly Environment[];
  readonly onEvent?: (environment: string, event: MigrationEvent) => void;
}

/** How it ended for one database. */
export type EnvironmentOutcome = OutcomeFor<Moved>;

/**
 * Moves a list of databases up, a few at a time, in the order of the list. A
 * failure of one is part of the outcome and does not throw.
 *
 * @throws SchemaServiceError for files that cannot be read; a bug as it is
 */
export async function upAll(options: UpAllOptions): Promise<readonly EnvironmentOutcome[]> {
  const { environments, onEvent, ...upOptions } = options;
  // Once before anything begins; each run reads them again, and the snapshots beside them.
  await loadMigrations(options.migrations);
  return eachEnvironment(environments, options, async ({ name, connection }): Promise<Moved> => {
    const listen = (event: MigrationEvent): void => onEvent?.(name, event);
    return { kind: 'moved', result: await up({ ...upOptions, connection, onEvent: listen }) };
  });
}
