import { INTERRUPTED } from '../tracking/interrupted.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { failRow } from '../tracking/ledger-sql.ts';
import { readHistory } from '../tracking/read-history.ts';
import type { MigrationEvent } from './migration-event.ts';

/**
 * Closes a row that is still running although the lock is ours: whoever opened
 * it is dead. A transaction was rolled back by PostgreSQL then.
 */
export async function* closeInterrupted(
  connection: LedgerConnection,
): AsyncGenerator<MigrationEvent, void, undefined> {
  for (const { status, migration, startedAt } of await readHistory(connection)) {
    if (status !== 'running') continue;
    await connection.client.query(failRow(connection.ledger, migration, INTERRUPTED));
    yield { kind: 'interruptedClosed', migration, startedAt };
  }
}
