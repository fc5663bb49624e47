import type { Client } from 'pg';
import { driftError } from '../catalog/drift-error.ts';
import {
  type ExpectedVersion,
  expectedStructure,
  expectedVersion,
} from '../catalog/expected-structure.ts';
import { findDrift } from '../catalog/find-drift.ts';
import type { ClientsOptions } from '../clients/client-verdict.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession, type Session } from '../connection/session.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import { planMigrations } from '../plan/plan-migrations.ts';
import { historyOf } from '../tracking/history.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import { gitCommitOf } from '../tracking/run-origin.ts';
import type { DriftOptions, MigrateOptions } from './migrate-options.ts';
import { recordUnderLock } from './record-under-lock.ts';
import { refuseApplied } from './refuse-applied.ts';

/** What a baseline recorded. */
export interface BaselineResult {
  readonly kind: 'baselineResult';
  readonly version: string;
  /** The ids of the migrations that count as applied now. */
  readonly migrations: readonly string[];
  /** Whether the version has a snapshot that the database was compared with. */
  readonly compared: boolean;
}

/** Which database to adopt, and at what. */
export interface BaselineOptions
  extends DriftOptions,
    ClientsOptions,
    Pick<
      MigrateOptions,
      'connection' | 'ledgerSchema' | 'migrations' | 'waitForLockMs' | 'gitCommit' | 'onEvent'
    > {
  readonly version: string;
  /** Compares, and says what would be recorded. Takes no lock. */
  readonly dryRun?: boolean;
}

/**
 * Adopts a database that has the structure of a version, however it came to
 * it: records every migration up to the version as applied, and runs none.
 *
 * @throws SchemaServiceError MIGRATION_HISTORY_NOT_EMPTY, MIGRATION_DRIFT unless it is allowed,
 *   MIGRATION_VERSION_UNKNOWN, and what a plan and the lock refuse
 */
export async function baseline(options: BaselineOptions): Promise<BaselineResult> {
  const { version } = options;
  const gitCommit = gitCommitOf(options);
  const migrations = await loadMigrations(options.migrations, { to: version });
  const plan = planMigrations(migrations, historyOf([]), { direction: 'up', to: version });
  let differences: number | undefined;
  const check = async (session: Session): Promise<void> => {
    await refuseApplied(session, 'A baseline');
    const recorded = plan.steps.map((step) => ({ migration: step.migration.id }));
    const expected = expectedVersion(version, migrations, recorded);
    differences = await countAllowedDrift(session.client, options, expected);
  };
  try {
    if (options.dryRun) {
      await using session = await openSession(options.connection, ledgerOf(options));
      await check(session);
    } else {
      await recordUnderLock(
        { ...options, ...(gitCommit ? { gitCommit } : {}) },
        async (session) => {
          await check(session);
          return entries(plan, describeComparison(version, differences));
        },
      );
    }
  } catch (error) {
    throw databaseError(error);
  }
  const ids = plan.steps.map(({ migration }) => migration.id);
  return { kind: 'baselineResult', version, migrations: ids, compared: differences !== undefined };
}

function entries({ steps }: MigrationPlan, note: string): readonly LedgerEntry[] {
  return steps.map(({ migration, completesVersion, script }) => ({
    migration: migration.id,
    version: migration.version,
    sequence: migration.sequence,
    completesVersion,
    direction: 'up',
    action: 'baseline',
    checksum: script.checksum,
    downChecksum: migration.down?.checksum,
    note,
  }));
}

/** `undefined` where there is nothing to compare with. */
async function countAllowedDrift(
  client: Client,
  options: BaselineOptions,
  expected: ExpectedVersion,
): Promise<number | undefined> {
  const { version, allowDrift } = options;
  const snapshot = expectedStructure(options, expected);
  if (!snapshot) return undefined;
  const differences = await findDrift(client, snapshot, options);
  if (differences.length === 0 || allowDrift) return differences.length;
  throw driftError(version, differences, {
    why: 'A migration that counts as applied is never run, so the difference would stay. Nothing was recorded.',
    fix: 'Choose the version that fits, or bring the database there. Objects that are not ours: --exclude PATTERN. To adopt it all the same: --allow-drift',
  });
}

function describeComparison(version: string, differences: number | undefined): string {
  if (differences === undefined)
    return `adopted at ${version}, which has no snapshot to compare with`;
  if (differences === 0) return `adopted at ${version}, and as its snapshot says`;
  return `adopted at ${version}, drift from its snapshot allowed: ${differences}`;
}
