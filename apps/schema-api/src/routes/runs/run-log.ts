import { type EventSignals, LAST_RUN_EVENT, type RunStore } from '@schema-service/catalog';
import { type EventStream, eventFrame, readWhenWoken } from '../../http/server-sent-events.ts';
import { eventRecordOf } from './run-record.ts';

/** Events that are read at once. */
const PAGE = 200;
/** Pages of a run that are kept: those that watch it are mostly at the same place. */
const KEPT = 20;
/** How often a run is looked at while nothing says that it has new events, in ms. */
const LOOK_MS = 1_000;

/** Events as they are written: the same bytes for all who are at the same place. */
interface Page {
  readonly frames: Buffer;
  readonly last: number;
  readonly isOver: boolean;
}

/** Those who watch a run, and what they read: by the event behind which it begins. */
interface WatchedRun {
  readonly wakes: Set<() => void>;
  readonly pages: Map<number, Promise<Page | undefined>>;
}

/** Sends the events of runs to any number of listeners. */
export interface RunLogs extends Disposable {
  /** From behind an event on, until the run ends or the stream does. A slow listener costs its place and no more. */
  readonly follow: (stream: EventStream, run: string, after: number) => void;
}

export function createRunLogs(
  runs: Pick<RunStore, 'events'>,
  signals: Pick<EventSignals, 'subscribe' | 'isConnected'> | undefined,
): RunLogs {
  const watched = new Map<string, WatchedRun>();
  const wake = (run: string): void => {
    const one = watched.get(run);
    one?.pages.clear();
    for (const listener of one?.wakes ?? []) listener();
  };
  const wakeAll = (): void => {
    for (const run of watched.keys()) wake(run);
  };
  const unsubscribe = signals?.subscribe((signal) => {
    if (signal.kind === 'event') wake(signal.id);
    else if (signal.kind === 'connected') wakeAll();
  });
  const looking = setInterval(() => {
    if (!signals?.isConnected()) wakeAll();
  }, LOOK_MS).unref();

  /** Kept until there is something new: what is behind an event changes only then. */
  function read({ pages }: WatchedRun, run: string, after: number): Promise<Page | undefined> {
    const page = pages.get(after) ?? readPage(runs, run, after);
    if (pages.size >= KEPT) pages.clear();
    pages.set(after, page);
    page.catch(() => pages.delete(after));
    return page;
  }

  function watch(run: string, wakeUp: () => void): WatchedRun {
    const one = watched.get(run) ?? { wakes: new Set(), pages: new Map() };
    watched.set(run, one);
    // It may be the first that listens, and nothing was heard before.
    if (one.wakes.size === 0) one.pages.clear();
    one.wakes.add(wakeUp);
    return one;
  }

  return {
    follow: (stream, run, after) => {
      let position = after;
      const wakeUp = readWhenWoken(stream, async () => {
        const page = await read(one, run, position);
        if (!page) return false;
        await stream.write(page.frames);
        position = page.last;
        if (page.isOver) stream.close();
        return !page.isOver;
      });
      const one = watch(run, wakeUp);
      stream.onClose(() => {
        one.wakes.delete(wakeUp);
        if (one.wakes.size === 0 && watched.get(run) === one) watched.delete(run);
      });
      wakeUp();
    },
    [Symbol.dispose]: () => {
      unsubscribe?.();
      clearInterval(looking);
    },
  };
}

async function readPage(
  runs: Pick<RunStore, 'events'>,
  run: string,
  after: number,
): Promise<Page | undefined> {
  const events = await runs.events(run, { after, limit: PAGE });
  const last = events.at(-1);
  if (!last) return undefined;
  const frames = events.map((event) =>
    eventFrame({
      id: String(event.seq),
      event: event.event.kind,
      data: eventRecordOf(event),
    }),
  );
  const isOver = last.event.kind === LAST_RUN_EVENT;
  return { frames: Buffer.from(frames.join('')), last: last.seq, isOver };
}
