import type { CatalogEvent, EventKind, EventLog, EventSignals } from '@schema-service/catalog';

/** The recorded events for any number of listeners, read from the database once for all of them. */
export interface EventFeed {
  /**
   * Some of the events after an id, oldest first, and the id up to which there are
   * no others. None: there are no more.
   */
  readonly read: (
    after: string,
    kinds?: readonly EventKind[],
  ) => Promise<{ readonly events: readonly CatalogEvent[]; readonly position: string }>;
  /** @returns how to stop being told that there may be more */
  readonly subscribe: (wake: () => void) => () => void;
}

/** How many of the newest are kept: a listener that is not further back costs the database nothing. */
const KEPT = 500;
const PAGE = 200;
/** In milliseconds: how often is looked while nobody says that something happened. */
const POLL = 1_000;

/** @param signals what says that something happened; without, and while they are lost, it is looked up */
export function createEventFeed(log: EventLog, signals?: EventSignals): EventFeed {
  const listeners = new Set<() => void>();
  /** The newest events, and the id after which none is missing among them. */
  let kept: readonly CatalogEvent[] = [];
  let keptAfter: number | undefined;
  let isLooking = false;
  let isSomethingNew = false;

  async function look(): Promise<void> {
    keptAfter ??= Number(await log.lastId());
    while (isSomethingNew) {
      isSomethingNew = false;
      const after = kept.at(-1)?.id ?? `${keptAfter}`;
      const found = await log.list({ after, limit: PAGE });
      if (found.length === 0) continue;
      if (found.length === PAGE) isSomethingNew = true;
      const all = [...kept, ...found];
      kept = all.slice(-KEPT);
      const dropped = all.at(-KEPT - 1);
      if (dropped !== undefined) keptAfter = Number(dropped.id);
      for (const wake of listeners) wake();
    }
  }

  function lookAgain(): void {
    isSomethingNew = true;
    if (isLooking) return;
    isLooking = true;
    look()
      // The timer looks again.
      .catch(() => {
        isSomethingNew = true;
      })
      .finally(() => {
        isLooking = false;
      });
  }

  let timer: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void) | undefined;
  function begin(): void {
    unsubscribe = signals?.subscribe(({ kind }) => {
      if (kind !== 'lost') lookAgain();
    });
    timer = setInterval(() => {
      if (signals?.isConnected() !== true || isSomethingNew) lookAgain();
    }, POLL).unref();
    lookAgain();
  }
  function end(): void {
    unsubscribe?.();
    clearInterval(timer);
  }

  return {
    read: async (after, kinds) => {
      const from = Number(after);
      if (keptAfter !== undefined && from >= keptAfter) {
        const rest = kept.filter(({ id }) => Number(id) > from);
        const events = rest.filter(({ event }) => kinds?.includes(event) ?? true);
        return { events, position: rest.at(-1)?.id ?? after };
      }
      const events = await log.list({ after, limit: PAGE, ...(kinds && { kinds }) });
      return { events, position: events.at(-1)?.id ?? after };
    },
    subscribe: (wake) => {
      listeners.add(wake);
      if (listeners.size === 1) begin();
      return () => {
        if (listeners.delete(wake) && listeners.size === 0) end();
      };
    },
  };
}
