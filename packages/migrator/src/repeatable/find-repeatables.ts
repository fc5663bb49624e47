import type { MigrationGoal, MigrationPlan } from '../plan/migration-plan.ts';
import type { History } from '../tracking/history.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { type OrderedRepeatable, orderRepeatables } from './order-repeatables.ts';
import { planRepeatables } from './plan-repeatables.ts';
import { analyzeRepeatable, type RepeatableSource, repeatableFiles } from './read-repeatables.ts';
import { readRepeatableRecords } from './repeatable-records.ts';
import { type RepeatableState, repeatableStates } from './repeatable-report.ts';

/** The repeatable scripts that a goal is about, in order: those of the version that it goes to. */
export function repeatablesFor(
  source: RepeatableSource,
  goal: MigrationGoal,
): readonly OrderedRepeatable[] {
  if (goal.direction === 'retry' || goal.direction === 'contract') return [];
  const files = repeatableFiles(source, goal.to, goal.direction);
  return orderRepeatables(files.map(analyzeRepeatable));
}

/** A plan with the repeatable scripts that have to run behind its migrations, as the database is now. */
export async function withRepeatables(
  connection: LedgerConnection,
  files: readonly OrderedRepeatable[],
  plan: MigrationPlan,
  history: History,
): Promise<MigrationPlan> {
  // A database that is further on has scripts of its own.
  if (files.length === 0 || plan.aheadOf !== undefined) return plan;
  const records = await readRepeatableRecords(connection);
  const missing = await findMissing(connection, files);
  const isBack = plan.direction === 'down' && plan.steps.length > 0;
  const repeatables = planRepeatables(files, records, history, { missing, isBack });
  return repeatables.length === 0 ? plan : { ...plan, repeatables };
}

/** How the scripts of a folder stand in a database. */
export async function findRepeatableStates(
  connection: LedgerConnection,
  source: RepeatableSource,
  history: History,
  to?: string,
): Promise<readonly RepeatableState[]> {
  // Of releases by an earlier tool nobody knows whether a script is gone.
  if (typeof source.migrations !== 'string' && !source.repeatables?.size) return [];
  const files = repeatablesFor(source, { direction: 'up', ...(to === undefined ? {} : { to }) });
  const records = await readRepeatableRecords(connection);
  const missing = await findMissing(connection, files);
  const pending = planRepeatables(files, records, history, { missing });
  const names = files.map(({ name }) => name);
  return repeatableStates(names, records, pending);
}

/** The scripts of which a view is not there: a migration that changed its table may have dropped it with CASCADE. */
async function findMissing(
  { client }: LedgerConnection,
  files: readonly OrderedRepeatable[],
): Promise<ReadonlySet<string>> {
  const views = files.flatMap(({ name, views }) => views.map((view) => ({ name, view })));
  if (views.length === 0) return new Set();
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM pg_catalog.jsonb_to_recordset($1) AS v (name text, view text)
     WHERE pg_catalog.to_regclass(view) IS NULL`,
    [JSON.stringify(views)],
  );
  return new Set(rows.map(({ name }) => name));
}
