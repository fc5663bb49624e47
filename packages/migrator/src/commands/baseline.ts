import { redact, SchemaServiceError } from '@schema-service/errors';
import { driftError } from '../catalog/drift-error.ts';
import {
  type ExpectedVersion,
  expectedStructure,
  expectedVersion,
} from '../catalog/expected-structure.ts';
import type { ClientsOptions } from '../clients/client-verdict.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession, type Session } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { compareVersions } from '../migrations/version.ts';
import { planBaseline, refusePast } from '../plan/plan-baseline.ts';
import { knownVersion } from '../plan/plan-migrations.ts';
import { historyOf } from '../tracking/history.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import { readHistory } from '../tracking/read-history.ts';
import { gitCommitOf } from '../tracking/run-origin.ts';
import { compareWithVersion } from './compare-with-version.ts';
import type { DriftOptions, MigrateOptions } from './migrate-options.ts';
import { recordUnderLock } from './record-under-lock.ts';
import { refuseApplied } from './refuse-applied.ts';
import { snapshotMissing } from './verify.ts';

/** What a baseline recorded. */
export interface BaselineResult {
  readonly kind: 'baselineResult';
  readonly version: string;
  /** The ids of the migrations that count as applied now, and did not before. */
  readonly migrations: readonly string[];
  /** Those that counted as applied and do not any more, since the files have them no longer; left out where there are none. */
  readonly dropped?: readonly string[];
  /** Whether the version has a snapshot that the database was compared with. */
  readonly compared: boolean;
}

/** Which database to adopt, and at what. */
export interface BaselineOptions
  extends DriftOptions,
    ClientsOptions,
    Pick<
      MigrateOptions,
      | 'connection'
      | 'ledgerSchema'
      | 'migrations'
      | 'repeatables'
      | 'waitForLockMs'
      | 'gitCommit'
      | 'onEvent'
    > {
  readonly version: string;
  /** For a database that has a history: moves its baseline to the version, for the reason that is given. */
  readonly again?: { readonly note: string };
  /** Compares, and says what would be recorded. Takes no lock. */
  readonly dryRun?: boolean;
}

/**
 * Adopts a database that has the structure of a version, however it came to
 * it: records every migration up to the version as applied, and runs none. With `again` that is
 * said of a database that has a history, which stays: rows are added that make it that of the files.
 *
 * @throws SchemaServiceError MIGRATION_HISTORY_NOT_EMPTY, MIGRATION_DRIFT unless it is allowed,
 *   MIGRATION_VERSION_UNKNOWN, and what the lock refuses; with `again` MIGRATION_TARGET_BELOW_CURRENT,
 *   MIGRATION_MARK_REFUSED without a note, and MIGRATION_SNAPSHOT_MISSING where there is nothing to compare with
 */
export async function baseline(options: BaselineOptions): Promise<BaselineResult> {
  const { version } = options;
  const gitCommit = gitCommitOf(options);
  const migrations = await loadMigrations(options.migrations, { to: version });
  knownVersion(migrations, { direction: 'up', to: version });
  if (options.again?.note.trim() === '') throw noteMissing();
  let decided: Decided | undefined;
  const check = async (session: Session): Promise<readonly LedgerEntry[]> => {
    decided = await decide(session, options, migrations);
    return decided.entries;
  };
  try {
    if (options.dryRun) {
      await using session = await openSession(options.connection, ledgerOf(options));
      await check(session);
    } else {
      await recordUnderLock({ ...options, ...(gitCommit ? { gitCommit } : {}) }, check);
    }
  } catch (error) {
    throw databaseError(error);
  }
  const { entries = [], compared = false } = decided ?? {};
  const idsOf = (way: LedgerEntry['direction']): readonly string[] =>
    entries.filter(({ direction }) => direction === way).map(({ migration }) => migration);
  const dropped = idsOf('down').filter((id) => !idsOf('up').includes(id));
  return {
    ...{ kind: 'baselineResult', version, migrations: idsOf('up') },
    ...(dropped.length > 0 ? { dropped } : {}),
    compared,
  };
}

interface Decided {
  readonly entries: readonly LedgerEntry[];
  readonly compared: boolean;
}

async function decide(
  session: Session,
  options: BaselineOptions,
  migrations: readonly Migration[],
): Promise<Decided> {
  const { version, again } = options;
  if (!again) await refuseApplied(session, 'A baseline');
  const history = again ? await readHistory(session) : historyOf([]);
  refusePast(history, version);
  const recorded = migrations.filter((one) => compareVersions(one.version, version) <= 0);
  const ids = recorded.map(({ id }) => ({ migration: id }));
  const expected = expectedVersion(version, migrations, ids);
  const differences = await countAllowedDrift(session, options, expected);
  // What a first baseline states somebody knows; a history that is there already is not talked away unseen.
  if (again && differences === undefined) throw snapshotMissing(version);
  const what = describeComparison(version, differences);
  const note = again ? `${what}: ${redact(again.note.trim())}` : what;
  return {
    entries: planBaseline(migrations, history, version, note),
    compared: differences !== undefined,
  };
}

/** `undefined` where there is nothing to compare with. */
async function countAllowedDrift(
  session: Session,
  options: BaselineOptions,
  expected: ExpectedVersion,
): Promise<number | undefined> {
  const { version, allowDrift } = options;
  const snapshot = expectedStructure(options, expected);
  if (!snapshot) return undefined;
  const differences = await compareWithVersion(session, options, expected, snapshot);
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

function noteMissing(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_MARK_REFUSED',
    message: 'Another baseline needs a note: why it is so.',
    why: 'The history is there for whoever asks later how the database came to its version. Nothing was recorded.',
    fix: 'schema-migrator baseline --to VERSION --again --note "..."',
  });
}
