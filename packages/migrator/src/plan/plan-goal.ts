import type { Migration } from '../migrations/migration.ts';
import type { History } from '../tracking/history.ts';
import type { MigrationGoal, MigrationPlan } from './migration-plan.ts';
import { planMigrations } from './plan-migrations.ts';
import { planRetry } from './plan-retry.ts';

/**
 * Plans either kind of goal. Pure.
 *
 * @throws SchemaServiceError what {@link planMigrations} and {@link planRetry} refuse
 */
export function planGoal(
  migrations: readonly Migration[],
  history: History,
  goal: MigrationGoal,
): MigrationPlan {
  return goal.direction === 'retry'
    ? planRetry(migrations, history)
    : planMigrations(migrations, history, goal);
}
