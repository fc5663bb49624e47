import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog, EventSignals } from '@schema-service/catalog';

/** What is made now and never changes is as of `forever`. */
export const forever: number = Number.POSITIVE_INFINITY;

/**
 * Knows whether what was made of the catalog still holds: what changes is as of
 * a generation, and each change of a release begins a new one.
 */
export interface Freshness extends Disposable {
  readonly generation: () => number;
  /** Are changes heard of as they happen? While they are not, ask {@link Freshness.revalidate} before relying on the generation. */
  readonly isHeard: () => boolean;
  /** Something was changed by this process: what was made before no longer holds. */
  readonly changed: () => void;
  /** Asks the database whether anything happened. False where it does not answer: nobody knows then. */
  readonly revalidate: () => Promise<boolean>;
}

/** In milliseconds: how long the answer is waited for, and how long a database that gave none is left alone. */
const LONGEST_WAIT = 1_000;
const PAUSE = 1_000;
/** How often the database is asked although changes are heard of. */
const DOUBT = 30_000;

/** @param signals without them every use is revalidated */
export function createFreshness(events: EventLog, signals?: EventSignals): Freshness {
  let generation = 0;
  let lastId: string | undefined;
  let asking: Promise<boolean> | undefined;
  let silentUntil = 0;

  const changed = (): void => {
    generation += 1;
  };
  const ask = async (): Promise<boolean> => {
    const answer = events.lastId().catch(() => undefined);
    const id = await Promise.race([answer, sleep(LONGEST_WAIT, undefined, { ref: false })]);
    if (id === undefined) {
      silentUntil = Date.now() + PAUSE;
      return false;
    }
    // Another one, not a higher one: the database may be an older copy of itself.
    if (id !== lastId) changed();
    lastId = id;
    return true;
  };
  const revalidate = (): Promise<boolean> => {
    if (Date.now() < silentUntil) return Promise.resolve(false);
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  const unsubscribe = signals?.subscribe((signal) => {
    if (signal.kind === 'connected') {
      // What happened before the connection was there was not heard.
      changed();
      silentUntil = 0;
    } else if (signal.kind === 'event' && signal.event.startsWith('release.')) {
      lastId = signal.id;
      changed();
    }
  });
  // Where a pooler is between, a connection may be there and never tell of anything.
  const doubt = setInterval(() => {
    if (signals?.isConnected() === true) void revalidate();
  }, DOUBT).unref();
  return {
    generation: () => generation,
    isHeard: () => signals?.isConnected() === true,
    changed,
    revalidate,
    [Symbol.dispose]: () => {
      clearInterval(doubt);
      unsubscribe?.();
    },
  };
}
