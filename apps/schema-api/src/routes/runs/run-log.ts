import { type EventSignals, LAST_RUN_EVENT, type RunStore } from '@schema-service/catalog';
import type { FollowedLog } from '../../server-sent-events.ts';
import { eventRecordOf } from './run-record.ts';

/** Events that are read at once. */
const PAGE = 200;
/** How often a run is looked at while nothing says that it has new events, in ms. */
const LOOK_MS = 1_000;

type Page = ReturnType<FollowedLog['read']>;

/** The events of runs, to be followed by any number of listeners. */
export interface RunLogs extends Disposable {
  readonly of: (run: string) => FollowedLog;
}

/**
 * Listeners that are at the same position of a run share one reading: it is kept until the run has
 * something new, and no event after that.
 */
export function createRunLogs(
  runs: Pick<RunStore, 'events'>,
  signals: Pick<EventSignals, 'subscribe' | 'isConnected'> | undefined,
): RunLogs {
  const listeners = new Map<string, Set<() => void>>();
  const pages = new Map<string, Map<string, Page>>();
  const wake = (run: string): void => {
    pages.delete(run);
    for (const listener of listeners.get(run) ?? []) listener();
  };
  const wakeAll = (): void => {
    for (const run of listeners.keys()) wake(run);
  };
  const unsubscribe = signals?.subscribe((signal) => {
    if (signal.kind === 'event') wake(signal.id);
    else if (signal.kind === 'connected') wakeAll();
  });
  const looking = setInterval(() => {
    if (!signals?.isConnected()) wakeAll();
  }, LOOK_MS).unref();

  function read(run: string, after: string): Page {
    const ofRun = pages.get(run) ?? new Map<string, Page>();
    pages.set(run, ofRun);
    const page = ofRun.get(after) ?? readPage(runs, run, after);
    ofRun.set(after, page);
    // A page that is there already is of no use to whoever comes later: there may be more by then.
    const forget = (): void => {
      if (ofRun.get(after) === page) ofRun.delete(after);
    };
    page.then(forget, forget);
    return page;
  }

  return {
    of: (run) => ({
      read: (after) => read(run, after),
      subscribe: (listener) => {
        const ofRun = listeners.get(run) ?? new Set();
        listeners.set(run, ofRun.add(listener));
        return () => {
          ofRun.delete(listener);
          if (ofRun.size > 0) return;
          listeners.delete(run);
          pages.delete(run);
        };
      },
    }),
    [Symbol.dispose]: () => {
      unsubscribe?.();
      clearInterval(looking);
    },
  };
}

async function readPage(runs: Pick<RunStore, 'events'>, run: string, after: string): Page {
  const found = await runs.events(run, { after: Number(after), limit: PAGE });
  const events = found.map((event) => ({
    id: String(event.seq),
    event: event.event.kind,
    data: eventRecordOf(event),
  }));
  return { events, isOver: found.at(-1)?.event.kind === LAST_RUN_EVENT };
}
