import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../connection/connection-error.ts';
import { runScript, type ScriptOutcome } from '../connection/script-query.ts';
import { type Message, messageParts } from './message.ts';
import type { MigrationEvent, StepPosition } from './migration-event.ts';
import type { RunContext } from './run-context.ts';
import { type Answering, answering, tellNotices } from './tell-notices.ts';
import { blockersOf } from './watch-session.ts';

/** A lock timeout, a deadlock, a serialization failure: rolled back whole, and likely to work later. */
const WORTH_RETRYING = new Set(['55P03', '40P01', '40001']);

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4000;

/** How the last try ended, and the message that it was. */
export interface Sent {
  readonly outcome: ScriptOutcome;
  readonly message: Message;
  /** Sent outside of transactions, and failed: a part of it may be done. */
  readonly partly?: boolean;
  /** How often it was sent. */
  readonly tries?: number;
}

/**
 * Sends a message that is one transaction, or takes the outcome of its first
 * try. When a lock cannot be had it is rolled back, which lets the application's
 * queries behind it pass, and sent again after a pause that grows.
 *
 * @param messageOf the message after so many tries that were in vain
 */
export async function* sendMessage(
  context: RunContext,
  messageOf: (tries: number) => Message,
  position: StepPosition,
  first?: Answering,
): AsyncGenerator<MigrationEvent, Sent, undefined> {
  const { client, cancellation, watcher } = context;
  let message = messageOf(0);
  const send = (): Answering =>
    answering((onNotice) =>
      cancellation.during(runScript(client, messageParts(message), onNotice)),
    );
  let outcome = yield* tellNotices(first ?? send(), message, position, watcher);
  await settle(context, outcome);
  let tries = 1;
  for (; tries <= context.options.lockRetries; tries++) {
    if (!isWorthRetrying(outcome)) break;
    const pauseMs = pauseAfter(tries);
    const reason = outcome.error?.message ?? '';
    const blockers = blockersOf(outcome.error);
    yield { kind: 'migrationRetrying', reason, blockers, tries, pauseMs, ...position };
    await sleep(pauseMs);
    message = messageOf(tries);
    outcome = yield* tellNotices(send(), message, position, watcher);
    await settle(context, outcome);
  }
  return { outcome, message, tries };
}

/** After an error the server waits for the end of the transaction. */
async function settle({ client }: RunContext, { error }: ScriptOutcome): Promise<void> {
  if (error) await runScript(client, 'ROLLBACK');
}

/** Whether it was rolled back for what may be over in a moment. */
export function isWorthRetrying({ error }: ScriptOutcome): boolean {
  const code = codeOf(error);
  return code !== undefined && WORTH_RETRYING.has(code);
}

/**
 * How long a try waits for a lock, in ms: a quarter of the time in the first one, each
 * one longer than the one before, and the whole time in the last one, so that a table
 * that is free soon stops nobody for long. 0, for ever, is so in every try.
 */
export function lockTimeoutAfter(
  tries: number,
  { lockTimeoutMs, lockRetries }: { readonly lockTimeoutMs: number; readonly lockRetries: number },
): number {
  const part = lockRetries === 0 ? 1 : (1 + (3 * tries) / lockRetries) / 4;
  return Math.ceil(lockTimeoutMs * part);
}

/** How long to wait before the next try, in ms. Doubles, with jitter. */
export function pauseAfter(tries: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return Math.round(pause * (0.5 + Math.random() / 2));
}
