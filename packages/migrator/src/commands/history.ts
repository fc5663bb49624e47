import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { type HistoryEntry, historyEntries } from './history-entries.ts';
import type { DatabaseOptions } from './migrate-options.ts';
import { readSettled } from './read-settled.ts';

/**
 * Every run that the database has seen, newest first. Changes nothing, takes no
 * lock and needs no files.
 *
 * @throws SchemaServiceError for a database that cannot be asked
 */
export async function history(
  options: Pick<DatabaseOptions, 'connection' | 'ledgerSchema'>,
): Promise<readonly HistoryEntry[]> {
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const { history: found, lockHolder } = await readSettled(session);
    return historyEntries(found.rows, lockHolder !== null);
  } catch (error) {
    throw databaseError(error);
  }
}
