import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/**
 * What a listener is told: that something happened; that the connection which
 * says so is gone, so that things may happen unheard; that it is there again.
 */
export type EventSignal =
  | { readonly kind: 'event'; readonly id: string; readonly event: string }
  | { readonly kind: 'lost' }
  | { readonly kind: 'connected' };

/** Hears of events as they are committed, by whichever process. */
export interface EventSignals extends AsyncDisposable {
  /** False while things may happen unheard. */
  readonly isConnected: () => boolean;
  /** @returns how to stop being told */
  readonly subscribe: (listener: (signal: EventSignal) => void) => () => void;
}

/** In milliseconds: how often a silent connection is asked whether it is there, and how long an answer may take. */
const HEARTBEAT = 5_000;
const longestPause = 5_000;

/**
 * Listens on a connection of its own, and makes another when that one is lost.
 *
 * @param connect gives a client that is connected
 * @param channel events of the catalog, or the runs that have new events by their ids
 */
export function createEventSignals(
  connect: () => Promise<Client>,
  channel: 'schema_catalog' | 'schema_catalog_run' = 'schema_catalog',
): EventSignals {
  const listeners = new Set<(signal: EventSignal) => void>();
  const stopping = new AbortController();
  let connected = false;
  const tell = (signal: EventSignal): void => {
    for (const listener of listeners) listener(signal);
  };

  async function listen(): Promise<void> {
    const client = await connect();
    const gone = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      client.on('notification', ({ payload = '' }) => tell({ kind: 'event', ...parse(payload) }));
      await client.query(`LISTEN ${channel}`);
      connected = true;
      tell({ kind: 'connected' });
      await Promise.race([gone, heartbeat(client, stopping.signal)]);
    } finally {
      if (connected) tell({ kind: 'lost' });
      connected = false;
      client.on('error', () => {});
      client.end().catch(() => {});
    }
  }

  async function keepListening(): Promise<void> {
    for (let pause = 100; !stopping.signal.aborted; pause = Math.min(pause * 2, longestPause)) {
      await listen().then(
        () => {
          pause = 100;
        },
        () => {},
      );
      await sleep(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  }

  const ended = keepListening();
  return {
    isConnected: () => connected,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      listeners.clear();
      await ended;
    },
  };
}

/** Ends when the server no longer answers. */
async function heartbeat(client: Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(HEARTBEAT, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return;
    const late = sleep(HEARTBEAT, 'late' as const, { ref: false });
    const answer = client.query('SELECT 1').catch(() => 'late' as const);
    if ((await Promise.race([answer, late])) === 'late') return;
  }
}

function parse(payload: string): { readonly id: string; readonly event: string } {
  const { id, kind } = JSON.parse(payload) as { id: string; kind: string };
  return { id, event: kind };
}
