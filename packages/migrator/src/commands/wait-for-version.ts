import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError } from '@schema-service/errors';
import { codeOf } from '../connection/connection-error.ts';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import { isNotYet, POLL_MS, type WaitForServerOptions } from '../connection/wait-for-server.ts';
import { compareVersions } from '../migrations/version.ts';
import { type LedgerConnection, type LedgerOptions, ledgerOf } from '../tracking/ledger.ts';

/** Which version to wait for, and how long. */
export interface WaitForVersionOptions
  extends LedgerOptions,
    Pick<WaitForServerOptions, 'connection' | 'timeoutMs'> {
  readonly atLeast: string;
  /** Told of each version that is too low; `null` is none yet. */
  readonly onWaiting?: (version: string | null) => void;
  /** Told why the server cannot be asked, each time that this is another reason. */
  readonly onNoServer?: (reason: SchemaServiceError) => void;
}

/**
 * Waits until a database is at a version or a higher one, for a service that must not start before. It needs neither
 * files nor rights, changes nothing, and waits for a server that does not answer yet as well.
 *
 * @returns the version that the database is at
 * @throws SchemaServiceError MIGRATION_VERSION_NOT_REACHED; DATABASE_AUTHENTICATION_FAILED and the like at once
 */
export async function waitForVersion(options: WaitForVersionOptions): Promise<string> {
  const { atLeast, timeoutMs, onWaiting, onNoServer } = options;
  const began = performance.now();
  let told: string | null | undefined;
  for (;;) {
    const version = await versionNow(options);
    if (typeof version === 'string' && compareVersions(version, atLeast) >= 0) return version;
    const left = timeoutMs - (performance.now() - began);
    if (left <= 0) throw notReached(version, options);
    const isError = version instanceof SchemaServiceError;
    const current = isError ? version.message : version;
    if (current !== told) {
      if (isError) onNoServer?.(version);
      else onWaiting?.(version);
    }
    told = current;
    await sleep(Math.min(POLL_MS, left));
  }
}

/** The version, none, or why the server cannot be asked yet. */
async function versionNow(
  options: WaitForVersionOptions,
): Promise<string | null | SchemaServiceError> {
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    return await readVersion(session);
  } catch (cause) {
    const error = databaseError(cause);
    if (isNotYet(error)) return error;
    throw error;
  }
}

/** What everybody may ask, and what those may who read the history, in a database of an earlier migrator. */
async function readVersion({ client, ledger }: LedgerConnection): Promise<string | null> {
  for (const from of ['hello(NULL, NULL, NULL)', 'current_version']) {
    const column = from === 'current_version' ? 'version' : 'database_version';
    try {
      const { rows } = await client.query<{ version: string | null }>(
        `SELECT ${column} AS version FROM ${ledger.sql}.${from}`,
      );
      return rows[0]?.version ?? null;
    } catch (error) {
      if (!['3F000', '42P01', '42883'].includes(codeOf(error) ?? '')) throw error;
    }
  }
  return null;
}

function notReached(
  found: string | null | SchemaServiceError,
  { atLeast, timeoutMs }: WaitForVersionOptions,
): SchemaServiceError {
  const isError = found instanceof SchemaServiceError;
  return new SchemaServiceError({
    code: 'MIGRATION_VERSION_NOT_REACHED',
    message: `The database is not at ${atLeast} after ${timeoutMs / 1000} s.`,
    why: isError ? found.message : `It is at ${found ?? 'no version'}.`,
    fix: `Run the migrations: schema-migrator up. A longer limit: --wait 2h`,
    meta: { atLeast, version: isError ? null : found },
  });
}
