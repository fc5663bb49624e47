import { interruptedRun } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { failRow } from '../tracking/ledger-sql.ts';
import { readHistory } from '../tracking/read-history.ts';
import type { MigrationEvent } from './migration-event.ts';

/**
 * Closes a row that is still running although the lock is ours: whoever opened
 * it is dead. A transaction was rolled back by PostgreSQL then. Gives the history as it is now.
 */
export async function* closeInterrupted(
  connection: LedgerConnection,
): AsyncGenerator<MigrationEvent, History> {
  const history = await readHistory(connection);
  const interrupted = history.rows.filter(({ status }) => status === 'running');
  if (interrupted.length === 0) return history;
  for (const row of interrupted) {
    const { migration, startedAt } = row;
    await connection.client.query(failRow(connection.ledger, migration, interruptedRun(row)));
    yield { kind: 'interruptedClosed', migration, startedAt };
  }
  return readHistory(connection);
}
