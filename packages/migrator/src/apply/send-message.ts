import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../connection/connection-error.ts';
import { runScript, type ScriptOutcome } from '../connection/script-query.ts';
import { type Message, messageText } from './message.ts';
import type { MigrationEvent, StepPosition } from './migration-event.ts';
import type { RunContext } from './run-context.ts';

/** A lock timeout, a deadlock, a serialization failure: rolled back whole, and likely to work later. */
const WORTH_RETRYING = new Set(['55P03', '40P01', '40001']);

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** How the last try ended, and the message that it was. */
export interface Sent {
  readonly outcome: ScriptOutcome;
  readonly message: Message;
  /** Whether the opening is done. */
  readonly opened: boolean;
}

/**
 * Sends a message that is one transaction. When a lock cannot be had it is
 * rolled back, which lets the application's queries behind it pass, and sent
 * again after a pause that grows. `opening` goes with the first try only: it is
 * a transaction of its own, and stays.
 */
export async function* sendMessage(
  context: RunContext,
  message: Message,
  opening: readonly string[],
  position: StepPosition,
): AsyncGenerator<MigrationEvent, Sent, undefined> {
  const first = { ...message, before: [...opening, ...message.before] };
  const outcome = await send(context, first);
  const opened = outcome.completed >= opening.length;
  let sent: Sent = { outcome, message: first, opened };
  for (let tries = 1; tries <= context.options.lockRetries; tries++) {
    if (!opened || !isWorthRetrying(sent.outcome)) break;
    const pauseMs = pauseAfter(tries);
    const reason = sent.outcome.error?.message ?? '';
    yield { kind: 'migrationRetrying', reason, tries, pauseMs, ...position };
    await sleep(pauseMs);
    sent = { outcome: await send(context, message), message, opened };
  }
  return sent;
}

async function send({ client }: RunContext, message: Message): Promise<ScriptOutcome> {
  const outcome = await runScript(client, messageText(message));
  if (outcome.error) await runScript(client, 'ROLLBACK');
  return outcome;
}

function isWorthRetrying({ error }: ScriptOutcome): boolean {
  const code = codeOf(error);
  return code !== undefined && WORTH_RETRYING.has(code);
}

/** Doubles, with jitter. */
function pauseAfter(tries: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return Math.round(pause * (0.5 + Math.random() / 2));
}
