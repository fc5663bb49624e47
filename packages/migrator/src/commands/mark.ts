import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { loadMigrations } from '../migrations/read-migrations.ts';
import { type Marks, planMarks } from '../plan/plan-marks.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import { readHistory } from '../tracking/read-history.ts';
import { gitCommitOf } from '../tracking/run-origin.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { recordUnderLock } from './record-under-lock.ts';

/** What was recorded, or with a dry run would be. */
export interface MarkResult {
  readonly kind: 'markResult';
  readonly marked: readonly Marked[];
}

/** One row that states what is so. */
export interface Marked extends Pick<LedgerEntry, 'migration' | 'version' | 'note'> {
  readonly applied: boolean;
}

/** Which migrations to mark, and as what. */
export interface MarkOptions
  extends Partial<Omit<Marks, 'note'>>,
    Pick<Marks, 'note'>,
    Pick<
      MigrateOptions,
      | 'clients'
      | 'connection'
      | 'ledgerSchema'
      | 'migrations'
      | 'waitForLockMs'
      | 'gitCommit'
      | 'onEvent'
    > {
  /** Says what would be recorded. Takes no lock. */
  readonly dryRun?: boolean;
}

/**
 * States that migrations are applied, or are not, whatever brought that about:
 * a hand on the database, a restore, another tool. No script runs, and no row
 * changes; what the history says already is not recorded again. A run of theirs
 * that failed is settled by it.
 *
 * @throws SchemaServiceError MIGRATION_MARK_REFUSED where the next run would refuse the history
 */
export async function mark(options: MarkOptions): Promise<MarkResult> {
  const gitCommit = gitCommitOf(options);
  const { applied = [], notApplied = [], note } = options;
  const migrations = await loadMigrations(options.migrations);
  let entries: readonly LedgerEntry[] = [];
  try {
    if (options.dryRun) {
      await using session = await openSession(options.connection, ledgerOf(options));
      entries = planMarks(migrations, await readHistory(session), { applied, notApplied, note });
    } else {
      await recordUnderLock(
        { ...options, ...(gitCommit ? { gitCommit } : {}) },
        async (session) => {
          const history = await readHistory(session);
          entries = planMarks(migrations, history, { applied, notApplied, note });
          return entries;
        },
      );
    }
  } catch (error) {
    throw databaseError(error);
  }
  return { kind: 'markResult', marked: entries.map(markedAs) };
}

function markedAs({ migration, version, note, direction }: LedgerEntry): Marked {
  return { migration, version, note, applied: direction === 'up' };
}
