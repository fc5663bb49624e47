import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import type { MigrationGoal, MigrationPlan } from '../plan/migration-plan.ts';
import { planGoal } from '../plan/plan-goal.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { loadMigrations } from './load-migrations.ts';
import type { DatabaseOptions } from './migrate-options.ts';
import { type NonEmptyOptions, refuseNonEmpty } from './refuse-non-empty.ts';

/**
 * What a run would do now. Changes nothing and takes no lock, so another
 * migrator may be quicker; a run plans anew.
 *
 * @throws SchemaServiceError what a run would refuse
 */
export async function plan(
  options: DatabaseOptions & NonEmptyOptions & MigrationGoal,
): Promise<MigrationPlan> {
  const migrations = await loadMigrations(options.migrations);
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const history = await readHistory(session);
    const found = planGoal(migrations, history, options);
    await refuseNonEmpty(session, found, history, options);
    return found;
  } catch (error) {
    throw databaseError(error);
  }
}
