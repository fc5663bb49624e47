import { openSession } from '../src/connection/session.ts';
import { installTracking } from '../src/tracking/install-tracking.ts';
import { ledgerOf } from '../src/tracking/ledger.ts';
import { installRareTables } from '../src/tracking/rare-tables.ts';

/** The tables of a history and of scripts without a transaction, before one has run. */
export async function makeProgressTables(connection: string): Promise<void> {
  await using session = await openSession(connection, ledgerOf({}));
  await installTracking(session);
  await installRareTables(session, 'progress');
}
