import { redact } from '@schema-service/errors';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { findTracking } from '../tracking/install-tracking.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { installRareTables } from '../tracking/rare-tables.ts';
import { findEnd } from '../versions/version-end.ts';
import type { DatabaseOptions } from './migrate-options.ts';
import { updateLedger } from './update-ledger.ts';

/** Which version ends, and when. */
export interface RetireOptions extends Pick<DatabaseOptions, 'connection' | 'ledgerSchema'> {
  readonly version: string;
  /** The day from which on its clients are refused, by the clock of the server: `2026-12-31`. */
  readonly on: string;
  /** What its clients are told beside that. */
  readonly message?: string;
}

/** What is said of the end of a version now. */
export interface RetireResult {
  readonly kind: 'retireResult';
  readonly version: string;
  readonly endsOn: string;
  readonly message: string | null;
  /** The version that its clients are told to move to at least. */
  readonly next: string;
}

/**
 * Says when a version ends: until then its clients work and are told so, from that day on they are refused as they connect.
 * Takes nothing away, and no lock but to make the tables of an earlier migrator those of this one. Said again it counts anew.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_UNKNOWN, MIGRATION_VERSION_NEEDED where no version above it is open
 */
export async function retire(options: RetireOptions): Promise<RetireResult> {
  const { version, on, message } = options;
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const { client, ledger } = session;
    const found = await findTracking(session);
    if (found?.isCurrent === false) {
      for await (const _ of updateLedger(session, {})) {
        // Whoever has the lock is told of by the commands that move a database.
      }
    }
    const { next } = await findEnd(session, version);
    await installRareTables(session, 'versionNotes');
    const { rows } = await client.query<Pick<RetireResult, 'endsOn' | 'message'>>(
      `INSERT INTO ${ledger.sql}.retirement AS r (version, ends_on, message) VALUES ($1, $2, $3)
      ON CONFLICT (version) DO UPDATE SET (ends_on, message, said_at, said_by, ended_at) =
        (excluded.ends_on, excluded.message, excluded.said_at, excluded.said_by, NULL)
      RETURNING ends_on::text AS "endsOn", message`,
      [version, on, message === undefined ? null : redact(message)],
    );
    const said = rows[0] ?? { endsOn: on, message: null };
    return { kind: 'retireResult', version, ...said, next };
  } catch (error) {
    throw databaseError(error);
  }
}
