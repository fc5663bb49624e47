import { type Claim, planChanged, type Run, type RunEnd } from '@schema-service/catalog';
import { assertNever, isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import {
  abandonGoal,
  adoptEvents,
  contractEvents,
  type MigrationEvent,
  migrate,
} from '@schema-service/migrator';
import type { CatalogSource } from '../environments/catalog-source.ts';
import type { EnvironmentConfiguration } from '../environments/environment-config.ts';
import {
  adoptionPlan,
  type EnvironmentDatabase,
  goalOf,
  isWithin,
  openEnvironment,
} from '../environments/environment-database.ts';
import { withoutConnection } from '../environments/environment-error.ts';
import { goalOfRun, lineOf } from '../environments/run-goal.ts';
import type { EventRecorder } from './event-recorder.ts';
import { foundOf, type LedgerTruth, readLedger, resultOf } from './ledger-truth.ts';

/** What a run needs besides itself. */
export interface RunContext {
  readonly environment: EnvironmentConfiguration;
  readonly sourceFor: CatalogSource;
  readonly recorder: EventRecorder;
  readonly mark: (ledger: {
    readonly mark: number;
    readonly fromVersion: string | null;
  }) => Promise<void>;
  /** Ends what is under way. */
  readonly cancel: AbortSignal;
  /** The process is to end: no further migration begins. */
  readonly stop: AbortSignal;
}

/** How a worker is done with a run: it has ended, or another worker goes on with it. */
export type RunOutcome = RunEnd | { readonly status: 'stopped' };

/**
 * Does what a run asks for, in this process. Whatever happens, what it says at the end is what the
 * ledger of the environment says.
 */
export async function executeRun(claim: Claim, context: RunContext): Promise<RunOutcome> {
  const { run } = claim;
  const { environment, sourceFor, recorder } = context;
  try {
    const goal = goalOfRun(run);
    const database = await openEnvironment(environment, sourceFor, lineOf(goal));
    if (run.dryRun) return await explainRun(claim, database);
    const before = await readLedger(database);
    const mark = run.ledgerMark ?? before.mark;
    const fromVersion = run.ledgerMark === null ? before.currentVersion : run.fromVersion;
    if (run.ledgerMark === null) await context.mark({ mark, fromVersion });
    else recorder.push({ kind: 'runTakenOver', ...foundOf(before, mark) });
    const told = await moveEnvironment(claim, context, database, before).then(
      (status): RunOutcome => ({ status }),
      (error: unknown) => failureOf(withoutConnection(error, environment.name)),
    );
    if (told.status === 'stopped') return told;
    const after = await readLedger(database).catch(() => undefined);
    if (after) return { ...told, result: resultOf(after, mark, fromVersion) };
    recorder.push({ kind: 'ledgerUnknown' });
    return told;
  } catch (error) {
    return failureOf(withoutConnection(error, environment.name));
  }
}

async function explainRun({ run }: Claim, database: EnvironmentDatabase): Promise<RunEnd> {
  const { report, plan: found } = await database.plan(goalOfRun(run), run.options);
  const { currentVersion: fromVersion, targetVersion: toVersion } = found;
  // It is JSON, as the command line has it.
  const plan = JSON.parse(JSON.stringify(report)) as Readonly<Record<string, unknown>>;
  return { status: 'success', result: { fromVersion, toVersion, migrations: [], plan } };
}

async function moveEnvironment(
  { run }: Claim,
  context: RunContext,
  database: EnvironmentDatabase,
  before: LedgerTruth,
): Promise<'success' | 'cancelled' | 'stopped'> {
  const { recorder, stop } = context;
  if (run.cancelledBy !== null) return 'cancelled';
  if (run.direction === 'retry' && isRetried(before, run.ledgerMark)) return 'success';
  if (stop.aborted) return 'stopped';
  let isDone = false;
  for await (const event of eventsOf(run, context, database)) {
    refuseOther(event, run);
    recorder.push(event);
    isDone = isLast(event);
    // What is under way has been waited for.
    if (stop.aborted && !isDone) return 'stopped';
  }
  return 'success';
}

/** What the migrator does for a run. It begins with the first event that is asked for, and ends where no further one is. */
async function* eventsOf(
  run: Run,
  { environment: { migrator }, cancel }: RunContext,
  { connection, source }: EnvironmentDatabase,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { migrations, snapshots, repeatables, clients } = source;
  const { unknown, ...options } = run.options;
  const isTakenOver = run.ledgerMark !== null;
  // An answer is for what the run found: a worker that takes it over may find another statement.
  const answered = unknown === undefined || isTakenOver ? {} : { unknown };
  const all = {
    ...{ connection, migrations, snapshots, repeatables, clients },
    ...migrator,
    ...{ ...options, ...answered },
    ...{ by: run.startedBy, signal: cancel },
  };
  const goal = goalOfRun(run);
  switch (goal.direction) {
    case 'up':
    case 'down':
    case 'retry':
      return yield* migrate(all, goalOf(goal.direction, source));
    case 'contract':
      return yield* contractEvents({ ...all, version: goal.version });
    case 'abandon': {
      if (run.to === null) throw new Error(`Run ${run.id} abandons a version, and goes nowhere.`);
      // The worker before has found that nobody uses it; what it has taken back cannot be abandoned once more.
      if (!isTakenOver) await abandonGoal({ ...all, version: goal.version });
      return yield* migrate(all, { direction: 'down', to: run.to });
    }
    case 'adopt':
      return yield* adoptEvents(all);
    default:
      return assertNever(goal);
  }
}

/** A worker that is gone has retried it. */
function isRetried(ledger: LedgerTruth, mark: number | null): boolean {
  if (mark === null) return false;
  const last = ledger.since(mark).at(-1);
  return last?.status === 'success' || last?.status === 'rolled_back';
}

/** With the lock held, and before anything is changed. */
function refuseOther(event: MigrationEvent, { plan: approved, id, environment }: Run): void {
  if (approved === null) return;
  const isOther =
    event.kind === 'planned'
      ? !isWithin(event.plan, approved)
      : event.kind === 'adoptionBegan' &&
        adoptionPlan(environment, event.adoption).digest !== approved.digest;
  if (isOther) throw planChanged(id);
}

function isLast(event: MigrationEvent): boolean {
  if (event.kind === 'planned') return event.plan.steps.length === 0;
  const isStep = event.kind === 'migrationApplied' || event.kind === 'migrationRolledBack';
  return isStep && event.position === event.total;
}

function failureOf(error: unknown): RunEnd {
  if (!isSchemaServiceError(error)) return { status: 'failed', error: bug(error).toJSON() };
  if (error.code === 'MIGRATION_CANCELLED') return { status: 'cancelled' };
  return { status: 'failed', error: error.toJSON() };
}

function bug(cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'RUN_BROKEN',
      message: 'The worker failed to do the run.',
      why: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      fix: 'See where the environment stands, and retry. The log of the worker has the details.',
    },
    { cause },
  );
}
