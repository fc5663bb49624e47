import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { countLosses } from '../loss/count-losses.ts';
import type { DataLoss } from '../loss/data-loss.ts';
import { type EditedDown, editedDownsOf } from '../plan/edited-downs.ts';
import type { MigrationGoal, MigrationPlan } from '../plan/migration-plan.ts';
import { planGoal } from '../plan/plan-goal.ts';
import { type StepReport, stepReport } from '../plan/step-report.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { estimateRows } from './estimate-rows.ts';
import { loadMigrations } from './load-migrations.ts';
import type { DatabaseOptions } from './migrate-options.ts';
import { type NonEmptyOptions, refuseNonEmpty } from './refuse-non-empty.ts';

/** A plan for people to judge: what each step will do to whoever uses the database meanwhile. */
export interface PlanReport extends Omit<MigrationPlan, 'kind' | 'steps'> {
  readonly kind: 'planReport';
  readonly steps: readonly StepReport[];
  /** What a down removes, counted on the live data. */
  readonly losses: readonly DataLoss[];
  /** The scripts of a down that are not what they were when their migrations were applied. */
  readonly editedDowns: readonly EditedDown[];
}

/**
 * What a run would do now, with locks, estimated rows, rollbacks and losses.
 * Changes nothing, the tracking tables included, and takes no lock.
 *
 * @throws SchemaServiceError what a run would refuse
 */
export async function explain(
  options: DatabaseOptions & NonEmptyOptions & MigrationGoal,
): Promise<PlanReport> {
  const migrations = await loadMigrations(options.migrations);
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const { client } = session;
    const history = await readHistory(session);
    const plan = planGoal(migrations, history, options);
    await refuseNonEmpty(session, plan, history, options);
    return {
      ...plan,
      kind: 'planReport',
      steps: await estimateRows(client, plan.steps.map(stepReport)),
      losses: await countLosses(client, plan),
      editedDowns: editedDownsOf(plan, migrations, history),
    };
  } catch (error) {
    throw databaseError(error);
  }
}
