import { closeInterrupted } from '../apply/close-interrupted.ts';
import type { MigrationEvent } from '../apply/migration-event.ts';
import { type ClientsOptions, findVerdicts } from '../clients/client-verdict.ts';
import { recordVerdicts } from '../clients/record-verdicts.ts';
import { runOrThrow, runScript } from '../connection/script-query.ts';
import { openSession, type Session } from '../connection/session.ts';
import { prepareSession } from '../connection/session-settings.ts';
import { acquireLock, releaseLock } from '../lock/session-lock.ts';
import { installTracking } from '../tracking/install-tracking.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { type LedgerEntry, recordEntry } from '../tracking/ledger-sql.ts';
import { runOrigin } from '../tracking/run-origin.ts';
import { type MigrateOptions, WAIT_FOR_LOCK_MS } from './migrate-options.ts';

type RecordOptions = Pick<
  MigrateOptions,
  'connection' | 'ledgerSchema' | 'waitForLockMs' | 'onEvent' | 'gitCommit'
> &
  ClientsOptions & { readonly migrations: MigrateOptions['migrations'] };

/**
 * Writes rows that state what is so, in one transaction. Which ones, `decide`
 * says with the lock held and dead runs closed; none, or a refusal, leaves
 * everything as it is, a database without tracking tables included.
 */
export async function recordUnderLock(
  options: RecordOptions,
  decide: (session: Session) => Promise<readonly LedgerEntry[]>,
): Promise<void> {
  const tell = (event: MigrationEvent): void => options.onEvent?.(event);
  await using session = await openSession(options.connection, ledgerOf(options));
  const { client, ledger } = session;
  const { end } = await prepareSession(session);
  try {
    for await (const event of acquireLock(session, options.waitForLockMs ?? WAIT_FOR_LOCK_MS)) {
      tell(event);
    }
    for await (const event of closeInterrupted(session)) tell(event);
    const origin = runOrigin(options.gitCommit);
    const statements = (await decide(session)).flatMap((entry) =>
      recordEntry(ledger, entry, origin),
    );
    if (statements.length === 0) return;
    await installTracking(session);
    await recordVerdicts(session, findVerdicts(options));
    // One message without a BEGIN is one transaction: all of them or none.
    await runOrThrow(client, statements.join(';\n'));
  } finally {
    await releaseLock(session);
    if (end.length > 0) await runScript(client, end.join(';\n'));
  }
}
