import { setTimeout as sleep } from 'node:timers/promises';
import { isSchemaServiceError, type SchemaServiceError } from '@schema-service/errors';
import { ledgerOf } from '../tracking/ledger.ts';
import { openSession } from './session.ts';

/** What a server that is starting, restarting or busy answers; a wrong password or name does not get better. */
const NOT_YET = new Set([
  'DATABASE_UNREACHABLE',
  'DATABASE_TOO_MANY_CONNECTIONS',
  'DATABASE_CONNECTION_LOST',
]);

export const POLL_MS = 1000;

/** Whether an error says that the server may answer later. */
export function isNotYet(error: unknown): error is SchemaServiceError {
  return isSchemaServiceError(error) && NOT_YET.has(error.code);
}

/** How to wait for a server. */
export interface WaitForServerOptions {
  readonly connection: string;
  /** How long at most, in ms. */
  readonly timeoutMs: number;
  /** Told once, with why it does not answer. */
  readonly onWaiting?: (reason: SchemaServiceError) => void;
}

/**
 * Waits until a server lets us into the database, for a container that may be started before it.
 *
 * @throws SchemaServiceError what kept it from connecting last; at once where waiting does not help
 */
export async function waitForServer({
  connection,
  timeoutMs,
  onWaiting,
}: WaitForServerOptions): Promise<void> {
  const began = performance.now();
  for (let told = false; ; told = true) {
    try {
      return await connectOnce(connection);
    } catch (error) {
      const left = timeoutMs - (performance.now() - began);
      if (!isNotYet(error) || left <= 0) throw error;
      if (!told) onWaiting?.(error);
      await sleep(Math.min(POLL_MS, left));
    }
  }
}

/** Not in the loop: where esbuild 0.28 rewrites a `using` there, an error of one turn is thrown again at the end of the next. */
async function connectOnce(connection: string): Promise<void> {
  await using _session = await openSession(connection, ledgerOf({}));
}
