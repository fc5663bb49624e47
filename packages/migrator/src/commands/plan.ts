import { NEVER } from '../apply/cancellation.ts';
import { type ApplyOptions, withDefaults } from '../apply/run-context.ts';
import { isTransactional } from '../apply/running-step.ts';
import { watchSession } from '../apply/watch-session.ts';
import { type ClientsOptions, findVerdicts } from '../clients/client-verdict.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession, type Session } from '../connection/session.ts';
import { scriptResets } from '../connection/session-settings.ts';
import { readHooks } from '../hooks/read-hooks.ts';
import { countLosses } from '../loss/count-losses.ts';
import type { DataLoss } from '../loss/data-loss.ts';
import type { Migration } from '../migrations/migration.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { type EditedDown, editedDownsOf } from '../plan/edited-downs.ts';
import {
  isIdlePlan,
  type MigrationGoal,
  type MigrationPlan,
  withHooks,
} from '../plan/migration-plan.ts';
import { planGoal } from '../plan/plan-migrations.ts';
import { planScript } from '../plan/plan-script.ts';
import { type StepReport, stepReport } from '../plan/step-report.ts';
import { repeatablesFor, withRepeatables } from '../repeatable/find-repeatables.ts';
import { type RepeatableReport, repeatableReports } from '../repeatable/repeatable-report.ts';
import { squashInSession } from '../squash/squash-step.ts';
import type { History } from '../tracking/history.ts';
import { findTracking } from '../tracking/install-tracking.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { findRareTables } from '../tracking/rare-tables.ts';
import { readHistory } from '../tracking/read-history.ts';
import { gitCommitOf, runOrigin } from '../tracking/run-origin.ts';
import { estimateRows } from './estimate-rows.ts';
import type { DatabaseOptions } from './migrate-options.ts';
import { type NonEmptyOptions, refuseNonEmpty } from './refuse-non-empty.ts';

type PlanCommandOptions = DatabaseOptions & NonEmptyOptions & MigrationGoal;

/**
 * What a run would do now. Changes nothing and takes no lock, so another
 * migrator may be quicker; a run plans anew.
 *
 * @throws SchemaServiceError what a run would refuse
 */
export async function plan(options: PlanCommandOptions): Promise<MigrationPlan> {
  return planNow(options, async ({ plan }) => plan);
}

/**
 * What a run would do now, as a script for psql that leaves the database as the run would, history included; empty where
 * there is nothing to do. Changes nothing.
 *
 * @throws SchemaServiceError MIGRATION_PLAN_NOT_SQL, and what a run would refuse
 */
export async function planAsSql(
  options: PlanCommandOptions & ApplyOptions & ClientsOptions,
): Promise<string> {
  return planNow(options, async ({ session, history, plan }) => {
    if (isIdlePlan(plan)) return '';
    const { client, ledger } = session;
    const context = {
      ...{ client, ledger, resets: scriptResets(ledger), options: withDefaults(options) },
      origin: runOrigin(gitCommitOf(options), options.by),
      cancellation: NEVER,
      watcher: watchSession(session),
    };
    const tracking = await findTracking(session);
    const progressTables = plan.steps.every(isTransactional)
      ? []
      : await findRareTables(session, 'progress');
    const verdicts = findVerdicts(options);
    return planScript(plan, { context, history, tracking, progressTables, verdicts });
  });
}

/** A plan for people to judge: what each step will do to whoever uses the database meanwhile. */
export interface PlanReport
  extends Omit<MigrationPlan, 'kind' | 'steps' | 'repeatables' | 'hooks'> {
  readonly kind: 'planReport';
  readonly steps: readonly StepReport[];
  /** Scripts that run again behind them; left out where there are none. */
  readonly repeatables?: readonly RepeatableReport[];
  /** The paths of scripts of the operator's around them; left out where there are none. */
  readonly hooks?: readonly string[];
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
export async function explain(options: PlanCommandOptions): Promise<PlanReport> {
  return planNow(
    options,
    async ({
      session: { client },
      migrations,
      history,
      plan: { repeatables, hooks, ...plan },
    }) => ({
      ...plan,
      kind: 'planReport',
      steps: await estimateRows(client, plan.steps.map(stepReport)),
      ...repeatableReports(repeatables),
      ...(hooks ? { hooks: Object.values(hooks).map(({ script }) => script.path) } : {}),
      losses: await countLosses(client, plan),
      editedDowns: editedDownsOf(plan, migrations, history),
    }),
  );
}

/** A plan, what it was made of, and the connection that is open still. */
interface Planned {
  readonly session: Session;
  readonly migrations: readonly Migration[];
  readonly history: History;
  readonly plan: MigrationPlan;
}

async function planNow<T>(
  options: PlanCommandOptions,
  use: (planned: Planned) => Promise<T>,
): Promise<T> {
  const line = 'to' in options ? { to: options.to } : {};
  const files = await loadMigrations(options.migrations, line);
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const history = await readHistory(session);
    const migrations = await squashInSession(session, files, history);
    const repeatables = repeatablesFor(options, options);
    const goalPlan = planGoal(migrations, history, options);
    const migrating = await withRepeatables(session, repeatables, goalPlan, history);
    const plan = withHooks(migrating, readHooks(options.migrations));
    await refuseNonEmpty(session, plan, history, options);
    return await use({ session, migrations, history, plan });
  } catch (error) {
    throw databaseError(error);
  }
}
