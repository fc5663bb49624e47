import type { Client } from 'pg';
import type { ScriptOutcome } from '../connection/script-query.ts';
import { sendAhead } from '../connection/send-ahead.ts';
import { advance, guardStep } from '../tracking/ledger-sql.ts';
import { type Message, messageText } from './message.ts';
import { beginScript, endScript, type RunningStep } from './running-step.ts';

/** Sends scripts that run in a transaction, one ahead of the one that is awaited. */
export interface StepSender {
  /** How the first try of a step ended; nothing is under way any more where it failed. */
  readonly take: (running: RunningStep) => Promise<ScriptOutcome>;
  /** Waits for what is under way. */
  readonly settle: () => Promise<void>;
}

/**
 * The next message is at the server before the answer to this one is here, so
 * that it never waits for us. What makes that safe is the guard that every
 * message begins with: an error leaves the server in a failed transaction, which
 * refuses the guard, or, where the script could not even be parsed or its
 * commit failed, without the name that the guard looks for. Either way nothing
 * of the message behind it runs.
 */
export function createStepSender(client: Client): StepSender {
  const send = sendAhead(client);
  const sendStep = (running: RunningStep) => send(messageText(stepMessage(running)));
  let ahead: Promise<ScriptOutcome> | undefined;
  const settle = async (): Promise<void> => {
    await ahead;
    ahead = undefined;
  };
  const take = async (running: RunningStep): Promise<ScriptOutcome> => {
    const own = ahead ?? sendStep(running);
    ahead = running.next && sendStep(running.next);
    const outcome = await own;
    if (outcome.error) await settle();
    return outcome;
  };
  return { take, settle };
}

/** The script, in one transaction with the closing of its row and the opening of the next one's. */
export function stepMessage(running: RunningStep): Message {
  const { context, step, next } = running;
  const moved = advance(context.ledger, context.origin, { done: step, next: next?.step });
  return {
    before: [...guardStep(step), ...beginScript(running)],
    sql: step.script.sql,
    offset: 0,
    statements: step.analysis.statements,
    after: endScript(running, moved),
  };
}
