import type { MigrationEvent } from '../apply/migration-event.ts';
import { runScript } from '../connection/script-query.ts';
import type { Session } from '../connection/session.ts';
import { prepareSession } from '../connection/session-settings.ts';
import { acquireLock, releaseLock } from '../lock/session-lock.ts';
import { installTracking } from '../tracking/install-tracking.ts';
import { type MigrateOptions, WAIT_FOR_LOCK_MS } from './migrate-options.ts';

type Events = AsyncGenerator<MigrationEvent, void, undefined>;

/** Makes the tracking tables those of this migrator, and writes to them, under the migration lock. */
export async function* updateLedger(
  session: Session,
  { waitForLockMs = WAIT_FOR_LOCK_MS }: Pick<MigrateOptions, 'waitForLockMs'>,
  write: () => Promise<void> | Events = async () => {},
): Events {
  const { end } = await prepareSession(session);
  try {
    yield* acquireLock(session, waitForLockMs);
    await installTracking(session);
    const writing = write();
    if (writing instanceof Promise) await writing;
    else yield* writing;
  } finally {
    await releaseLock(session);
    if (end.length > 0) await runScript(session.client, end.join(';\n'));
  }
}
