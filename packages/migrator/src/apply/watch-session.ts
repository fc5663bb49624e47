import { isSchemaServiceError } from '@schema-service/errors';
import { codeOf } from '../connection/connection-error.ts';
import { openSibling, type Session } from '../connection/session.ts';
import {
  type Blocker,
  type IndexBuild,
  lockingPid,
  readWaiting,
  type Waiting,
} from '../lock/blockers.ts';

/** What is told of a statement that goes on. */
export type WatchEvent =
  | {
      readonly kind: 'lockBlocked';
      readonly blockers: readonly Blocker[];
      /** How long the statement has been under way, in ms. */
      readonly waitedMs: number;
    }
  | ({ readonly kind: 'indexProgress' } & IndexBuild)
  /** Nobody can be named, because no second connection is to be had; told once in a run. */
  | { readonly kind: 'watchFailed'; readonly reason: string };

const blockersOfErrors = new WeakMap<Error, readonly Blocker[]>();

/** Keeps with a lock timeout who was in the way. */
export function noteBlockers(error: Error | undefined, blockers: readonly Blocker[]): void {
  if (error && codeOf(error) === '55P03') blockersOfErrors.set(error, blockers);
}

/** Who was in the way of a statement that did not get its lock, as far as that was seen. */
export function blockersOf(error: Error | undefined): readonly Blocker[] {
  return (error && blockersOfErrors.get(error)) ?? [];
}

/** Looks at a statement from the moment that it was begun to its end. */
export interface Watch {
  /** What was seen since it was asked last. */
  readonly take: () => readonly WatchEvent[];
  /** Until something is seen. */
  readonly untilSeen: () => Promise<void>;
  /** Stops looking. Gives those that stood in the way when it looked last. */
  readonly stop: () => readonly Blocker[];
}

/** Looks at what a session waits for, from a connection of its own that is made when it is first needed. */
export interface SessionWatcher extends AsyncDisposable {
  readonly begin: () => Watch;
}

/** A statement that is done sooner is not looked at. Below the lock timeout of the first try, which is 100 ms. */
const FIRST_LOOK_MS = 40;
const LONGEST_PAUSE_MS = 1000;

/** Who waits for less is told by the retry, or the failure. */
const TELL_AFTER_MS = 1000;
const TELL_AGAIN_MS = 10_000;

/**
 * Watches the session that has the migration lock. What it sees is told and never needed: where no
 * second connection can be had, that is told once, and nothing is seen.
 */
export function watchSession(session: Session): SessionWatcher {
  let opened: Promise<Look> | undefined;
  const read = async (): Promise<Waiting> => {
    opened ??= openLook(session);
    return (await opened).read();
  };
  let isTold = false;
  const isFirst = (): boolean => {
    const first = !isTold;
    isTold = true;
    return first;
  };
  return {
    begin: () => beginWatch(read, isFirst),
    [Symbol.asyncDispose]: async () => {
      const look = await opened?.catch(() => undefined);
      await look?.[Symbol.asyncDispose]();
    },
  };
}

function reasonOf(error: unknown): string {
  if (isSchemaServiceError(error) && error.why !== undefined) return error.why;
  return error instanceof Error ? error.message : String(error);
}

interface Look extends AsyncDisposable {
  readonly read: () => Promise<Waiting>;
}

async function openLook(session: Session): Promise<Look> {
  const other = await openSibling(session);
  const end = (): PromiseLike<void> => other[Symbol.asyncDispose]();
  try {
    const pid = await lockingPid(other);
    if (pid === undefined) throw new Error('no session has the migration lock');
    return { read: () => readWaiting(other.client, pid), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** @param isFirst whether it has not been told yet that nothing can be seen */
function beginWatch(read: () => Promise<Waiting>, isFirst: () => boolean): Watch {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let blockers: readonly Blocker[] = [];
  let told = { text: '', at: 0 };
  let events: WatchEvent[] = [];
  let wake = (): void => {};
  const tell = (event: WatchEvent, text: string, waitedMs: number): void => {
    if (text === told.text && waitedMs - told.at < TELL_AGAIN_MS) return;
    told = { text, at: waitedMs };
    events.push(event);
    wake();
  };
  const see = (seen: Waiting): void => {
    // A try that has timed out waits no more; who was in its way is what it is told by.
    if (seen.blockers.length > 0) blockers = seen.blockers;
    const waitedMs = performance.now() - began;
    if (waitedMs < TELL_AFTER_MS) return;
    if (seen.blockers.length > 0) {
      const text = `blocked ${seen.blockers.map(({ pid }) => pid).join()}`;
      tell({ kind: 'lockBlocked', blockers, waitedMs }, text, waitedMs);
    } else if (seen.build) {
      tell({ kind: 'indexProgress', ...seen.build }, JSON.stringify(seen.build), waitedMs);
    }
  };
  const lookAfter = (pauseMs: number): void => {
    timer = setTimeout(() => {
      void read()
        .then((seen) => {
          if (isStopped) return;
          see(seen);
          lookAfter(Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5));
        })
        .catch((error: unknown) => {
          if (isStopped || !isFirst()) return;
          events.push({ kind: 'watchFailed', reason: reasonOf(error) });
          wake();
        });
    }, pauseMs);
    timer.unref();
  };
  lookAfter(FIRST_LOOK_MS);
  return {
    take: () => {
      const taken = events;
      events = [];
      return taken;
    },
    untilSeen: () =>
      new Promise((resolve) => {
        wake = resolve;
        if (events.length > 0) resolve();
      }),
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return blockers;
    },
  };
}
