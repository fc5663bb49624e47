import type { Phase } from '@schema-service/postgres-sql';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { isContract, isEnded, waitingContracts } from '../plan/contracts.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import type { BatchProgress } from '../tracking/batch-progress.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { isAlive, readVersions, type ServedVersion } from '../versions/served-version.ts';
import { QUIET_MS, readUsers, type VersionUser } from '../versions/version-user.ts';
import type { DatabaseOptions } from './migrate-options.ts';

/** A version of a database, and who uses it. */
export interface VersionState extends ServedVersion {
  /** The latest first. */
  readonly users: readonly VersionUser[];
  /** How far the migrations are of a version that is not open yet. */
  readonly progress?: OpeningProgress;
}

/** Where an opening version stands. */
export interface OpeningProgress {
  /** The migration that runs, has failed or comes next, such as `010_fill_rows_of_reviews`. */
  readonly migration: string;
  /** What that does; `null` where it does not say. */
  readonly phase: Phase | null;
  /** How many migrations are applied of those that lead to its opening. */
  readonly applied: number;
  readonly total: number;
  /** Of a migration that runs in batches: how far it is. */
  readonly batches?: readonly BatchProgress[];
}

/** A contract, and whom it waits for. */
export interface WaitingContract {
  /** Such as `2.0.0/008_contract`. */
  readonly migration: string;
  /** The versions that it ends and that are alive, lowest first. */
  readonly ends: readonly string[];
  /** Who uses one of them, such as `web`. */
  readonly usedBy: readonly string[];
}

/** The versions that are alive in a database side by side. */
export interface VersionsReport {
  readonly kind: 'versionsReport';
  /** Lowest first. */
  readonly versions: readonly VersionState[];
  /** The contracts that wait until nobody uses the versions below theirs, such as `2.0.0/008_contract`. */
  readonly waiting: readonly string[];
  /** The same, each with what it waits for. */
  readonly contracts: readonly WaitingContract[];
}

/**
 * Says which versions a database serves, and who uses each. Changes nothing and takes no lock.
 *
 * @throws SchemaServiceError for a folder that cannot be read and a database that cannot be asked
 */
export async function versions(
  options: DatabaseOptions & {
    /** Within how many milliseconds a hello counts. Default a week. */
    readonly quietMs?: number;
  },
): Promise<VersionsReport> {
  const migrations = await loadMigrations(options.migrations);
  const { quietMs = QUIET_MS } = options;
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const served = await readVersions(session);
    const { rows, applied } = await readHistory(session);
    const states: VersionState[] = [];
    for (const one of served) {
      const users = isAlive(one) ? await readUsers(session, one.version, quietMs) : [];
      const progress = one.state === 'opening' ? openingOf(one, migrations, rows, applied) : {};
      states.push({ ...one, users, ...progress });
    }
    const contracts = waitingContracts(migrations, applied).map((one) => waitingFor(one, states));
    return {
      kind: 'versionsReport',
      versions: states,
      waiting: contracts.map(({ migration }) => migration),
      contracts,
    };
  } catch (error) {
    throw databaseError(error);
  }
}

function openingOf(
  { version }: ServedVersion,
  migrations: readonly Migration[],
  rows: readonly AppliedMigration[],
  applied: readonly AppliedMigration[],
): { readonly progress?: OpeningProgress } {
  const own = migrations.filter((one) => one.version === version && !isContract(one));
  const ids = new Set(applied.map(({ migration }) => migration));
  const next = own.find(({ id }) => !ids.has(id));
  if (!next) return {};
  const batches = rows.findLast(({ migration }) => migration === next.id)?.batches;
  return {
    progress: {
      migration: next.id,
      phase: next.phase ?? null,
      applied: own.filter(({ id }) => ids.has(id)).length,
      total: own.length,
      ...(batches ? { batches } : {}),
    },
  };
}

function waitingFor(contract: Migration, states: readonly VersionState[]): WaitingContract {
  const ending = states.filter((one) => isAlive(one) && isEnded(one.version, contract));
  return {
    migration: `${contract.version}/${contract.id}`,
    ends: ending.map(({ version }) => version),
    usedBy: [...new Set(ending.flatMap(({ users }) => users.map(({ who }) => who)))],
  };
}
