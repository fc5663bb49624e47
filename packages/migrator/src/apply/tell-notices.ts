import type { OnNotice, ScriptOutcome, ServerNotice } from '../connection/script-query.ts';
import type { Message } from './message.ts';
import type { MigrationEvent, StepPosition } from './migration-event.ts';
import { noteBlockers, type SessionWatcher } from './watch-session.ts';

/** A message that is under way, and what the server has said meanwhile. */
export interface Answering {
  readonly outcome: Promise<ScriptOutcome>;
  /** What was said since it was asked last. */
  readonly takeNotices: () => readonly ServerNotice[];
  /** Until something is said that was not taken. */
  readonly untilNotice: () => Promise<void>;
}

/** Begins to listen, and sends. */
export function answering(send: (onNotice: OnNotice) => Promise<ScriptOutcome>): Answering {
  let notices: ServerNotice[] = [];
  let wake = (): void => {};
  const outcome = send((notice) => {
    notices.push(notice);
    wake();
  });
  return {
    outcome,
    takeNotices: () => {
      const taken = notices;
      notices = [];
      return taken;
    },
    untilNotice: () =>
      new Promise((resolve) => {
        wake = resolve;
        if (notices.length > 0) resolve();
      }),
  };
}

/**
 * Waits for an answer, and tells what the server says of the script as it says it; with a watcher
 * what it waits for, too.
 */
export async function* tellNotices(
  { outcome, takeNotices, untilNotice }: Answering,
  message: Message,
  position: StepPosition,
  watcher?: SessionWatcher,
): AsyncGenerator<MigrationEvent, ScriptOutcome, undefined> {
  const watch = watcher?.begin();
  let isOver = false;
  const over = outcome.finally(() => {
    isOver = true;
  });
  for (;;) {
    await Promise.race([over, untilNotice(), ...(watch ? [watch.untilSeen()] : [])]);
    for (const notice of takeNotices()) {
      const event = noticeEvent(notice, message, position);
      if (event) yield event;
    }
    for (const seen of watch?.take() ?? []) yield { ...seen, ...position };
    if (!isOver) continue;
    const ended = await outcome;
    noteBlockers(ended.error, watch?.stop() ?? []);
    return ended;
  }
}

/** What is said before the first statement is about the text; what was deferred to the end runs behind the last. */
function noticeEvent(
  { completed, ...said }: ServerNotice,
  { before, statements }: Message,
  position: StepPosition,
): MigrationEvent | undefined {
  const index = completed - before.length;
  if (index > statements.length) return undefined;
  const statement = statements[index] ?? (statements.length === 1 ? statements[0] : undefined);
  const place = statement ? { statement: statement.index, line: statement.line } : {};
  return { kind: 'serverNotice', ...said, ...place, ...position };
}
