import { createHash } from 'node:crypto';
import type { PlannedStep, RunOptions, RunPlan } from '@schema-service/catalog';
import { isSchemaServiceError } from '@schema-service/errors';
import {
  type AdoptResult,
  abandonGoal,
  adopt,
  contractGoal,
  explain,
  type HistoryEntry,
  history,
  type MigrationGoal,
  type MigrationPlan,
  type MigrationSource,
  type MigrationStatus,
  type PauseResult,
  type PlanReport,
  pauseBatches,
  type RetireOptions,
  type RetireResult,
  resumeBatches,
  retire,
  status,
  type Verification,
  type VersionsReport,
  verify,
  versions,
} from '@schema-service/migrator';
import type { CatalogSource } from './catalog-source.ts';
import { readConnection } from './connection-reference.ts';
import type { EnvironmentConfiguration } from './environment-config.ts';
import { withoutConnection } from './environment-error.ts';
import type { RunGoal } from './run-goal.ts';

/** What can be asked of an environment's database. */
export interface EnvironmentDatabase {
  readonly connection: string;
  readonly source: MigrationSource;
  readonly status: () => Promise<MigrationStatus>;
  readonly history: () => Promise<readonly HistoryEntry[]>;
  /** Nothing where there is no structure to compare with. */
  readonly verify: () => Promise<Verification | undefined>;
  /** @param quietMs within how many milliseconds a hello counts */
  readonly versions: (quietMs?: number) => Promise<VersionsReport>;
  readonly retire: (
    end: Pick<RetireOptions, 'version' | 'on' | 'message'>,
  ) => Promise<RetireResult>;
  /** @param terms of the plan of a contract or an abandon: whether it is refused where somebody uses the version */
  readonly plan: (
    goal: RunGoal,
    options?: RunOptions,
    terms?: { readonly evenIfUsed?: boolean },
  ) => Promise<PlannedRun>;
  readonly pauseBatches: (why: {
    readonly by: string;
    readonly note?: string;
  }) => Promise<PauseResult>;
  readonly resumeBatches: () => Promise<PauseResult>;
}

export interface PlannedRun {
  readonly report: PlanReport | AdoptResult;
  /** Whether there is nothing to do. */
  readonly isIdle: boolean;
  readonly plan: RunPlan;
}

/** Opens the database of an environment for a version, as the catalog has that. Connects when it is asked. */
export async function openEnvironment(
  environment: EnvironmentConfiguration,
  sourceFor: CatalogSource,
  to?: string,
): Promise<EnvironmentDatabase> {
  const { name, migrator } = environment;
  const source = await sourceFor(to);
  const connection = await readConnection(name, environment.connection);
  const { migrations, snapshots, repeatables } = source;
  const database = { connection, migrations, snapshots, repeatables, ...migrator };
  const upTo = source.to === undefined || source.to === 'none' ? {} : { to: source.to };
  const told = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw withoutConnection(error, name);
    }
  };
  return {
    connection,
    source,
    status: () => told(status({ ...database, ...upTo })),
    history: () => told(history(database)),
    verify: () => told(verifyKnown(database)),
    versions: (quietMs) =>
      told(versions({ ...database, ...(quietMs === undefined ? {} : { quietMs }) })),
    retire: (end) => told(retire({ ...database, ...end })),
    plan: async (goal, options = {}, { evenIfUsed = false } = {}) => {
      if (goal.direction === 'adopt') {
        const report = await told(adopt({ ...database, ...options, dryRun: true }));
        const isIdle = report.statements.length === 0;
        return { report, isIdle, plan: adoptionPlan(name, report) };
      }
      const to = await told(migrationGoal(goal, { database, source, options, evenIfUsed }));
      const report = await told(explain({ ...database, ...options, ...to }));
      const isIdle = report.steps.length === 0 && report.repeatables === undefined;
      const ends = to.direction === 'contract' ? to.versions : undefined;
      const plan = runPlan(name, report, source, ends);
      // The end of a version is noted, too, and what it was adopted with goes along.
      return { report, isIdle: isIdle && ends === undefined, plan };
    },
    pauseBatches: (why) => told(pauseBatches({ ...database, ...why })),
    resumeBatches: () => told(resumeBatches(database)),
  };
}

interface GoalContext {
  readonly database: { readonly connection: string; readonly ledgerSchema?: string };
  readonly source: MigrationSource;
  readonly options: RunOptions;
  readonly evenIfUsed: boolean;
}

async function migrationGoal(
  goal: Exclude<RunGoal, { direction: 'adopt' }>,
  { database, source, options: { quietMs }, evenIfUsed }: GoalContext,
): Promise<MigrationGoal> {
  if (!('version' in goal)) return goalOf(goal.direction, source);
  const { version } = goal;
  const quiet = quietMs === undefined ? {} : { quietMs };
  const of = { ...database, version, evenIfUsed, ...quiet };
  return goal.direction === 'contract' ? contractGoal(of) : abandonGoal(of);
}

/** What the migrator is to do, where a release without migrations is the one before it. */
export function goalOf(
  direction: 'up' | 'down' | 'retry',
  { to }: MigrationSource,
): { readonly direction: 'retry' } | { readonly direction: 'up' | 'down'; readonly to?: string } {
  if (direction === 'retry') return { direction };
  return { direction, ...(to === undefined ? {} : { to }) };
}

/** Between two versions, or without a structure, nothing can be compared. */
async function verifyKnown(
  options: Parameters<typeof verify>[0],
): Promise<Verification | undefined> {
  const unknown = ['MIGRATION_VERSION_INCOMPLETE', 'MIGRATION_SNAPSHOT_MISSING'];
  try {
    return await verify(options);
  } catch (error) {
    if (isSchemaServiceError(error) && unknown.includes(error.code)) return undefined;
    throw error;
  }
}

function runPlan(
  environment: string,
  report: PlanReport,
  { migrations }: MigrationSource,
  ends: readonly string[] | undefined,
): RunPlan {
  const { currentVersion, targetVersion } = report;
  const byId = new Map(migrations.map((migration) => [migration.id, migration]));
  const steps = report.steps.map(
    ({ migration, version, direction }): PlannedStep => ({
      migration,
      version,
      direction,
      checksum: byId.get(migration)?.[direction]?.checksum ?? '',
    }),
  );
  const done = report.steps.map(({ statementsDone }) => statementsDone);
  const scripts = report.repeatables?.map(({ path, sql }) => ({ path, sql }));
  const again = scripts === undefined ? {} : { scripts };
  const over = ends === undefined ? {} : { ends };
  const all = { environment, currentVersion, targetVersion, steps, done, ...again, ...over };
  return { digest: digestOf(all), currentVersion, targetVersion, steps };
}

/** Of views and no migrations: what is agreed to are the statements. */
export function adoptionPlan(
  environment: string,
  { version, statements }: Pick<AdoptResult, 'version' | 'statements'>,
): RunPlan {
  const digest = digestOf({ environment, version, statements });
  return { digest, currentVersion: version, targetVersion: version, steps: [] };
}

const digestOf = (parts: object): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Whether all that the migrator would do is in a plan: what was done of it since is not there any more. */
export function isWithin({ steps }: MigrationPlan, plan: RunPlan): boolean {
  return steps.every(({ migration, direction, script }) =>
    plan.steps.some(
      (step) =>
        step.migration === migration.id &&
        step.direction === direction &&
        step.checksum === script.checksum,
    ),
  );
}
