import type { Client } from 'pg';
import { INTERRUPTED } from '../tracking/interrupted.ts';
import { failRow } from '../tracking/ledger-sql.ts';
import { readHistory } from '../tracking/read-history.ts';
import type { MigrationEvent } from './migration-event.ts';

/**
 * Closes a row that is still running although the lock is ours: whoever opened
 * it is dead. A transaction was rolled back by PostgreSQL then.
 */
export async function* closeInterrupted(
  client: Client,
): AsyncGenerator<MigrationEvent, void, undefined> {
  for (const { status, migration, startedAt } of await readHistory(client)) {
    if (status !== 'running') continue;
    await client.query(failRow(migration, INTERRUPTED));
    yield { kind: 'interruptedClosed', migration, startedAt };
  }
}
