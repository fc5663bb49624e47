import type { RunResult } from '@schema-service/catalog';
import type { HistoryEntry } from '@schema-service/migrator';
import type { EnvironmentDatabase } from '../environments/environment-database.ts';

/** What the ledger of an environment says, as of now. */
export interface LedgerTruth {
  /** The last row. */
  readonly mark: number;
  readonly currentVersion: string | null;
  /** The rows behind a mark, oldest first. */
  readonly since: (mark: number) => readonly HistoryEntry[];
}

export async function readLedger(database: EnvironmentDatabase): Promise<LedgerTruth> {
  const [{ currentVersion }, entries] = await Promise.all([database.status(), database.history()]);
  return {
    mark: entries[0]?.id ?? 0,
    currentVersion,
    since: (mark) => entries.filter(({ id }) => id > mark).reverse(),
  };
}

/** What a run has done, by the ledger. */
export function resultOf(ledger: LedgerTruth, mark: number, fromVersion: string | null): RunResult {
  const migrations = ledger
    .since(mark)
    .filter(({ status }) => status === 'success' || status === 'rolled_back')
    .map(({ migration, version, durationMs }) => ({
      migration,
      version,
      durationMs: durationMs ?? 0,
    }));
  return { fromVersion, toVersion: ledger.currentVersion, migrations };
}

/** What was found of a run whose worker is gone: what is done, and what it was in the middle of. */
export function foundOf(
  ledger: LedgerTruth,
  mark: number,
): {
  readonly currentVersion: string | null;
  readonly done: readonly string[];
  readonly interrupted: string | null;
} {
  const rows = ledger.since(mark);
  const done = rows.filter(({ status }) => status === 'success' || status === 'rolled_back');
  const last = rows.at(-1);
  return {
    currentVersion: ledger.currentVersion,
    done: done.map(({ migration }) => migration),
    interrupted:
      last && last.status !== 'success' && last.status !== 'rolled_back' ? last.migration : null,
  };
}
