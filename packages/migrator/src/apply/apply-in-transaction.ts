import type { Client } from 'pg';
import { runOrThrow, sendAhead } from '../connection/script-query.ts';
import { withEachHooks } from '../hooks/hook-message.ts';
import { recordSquashed } from '../squash/squash-step.ts';
import { advance, guardStep } from '../tracking/ledger-sql.ts';
import { dropSchemaOf } from '../versions/adoption.ts';
import { type Message, messageParts } from './message.ts';
import type { MigrationEvent } from './migration-event.ts';
import { recordFailure } from './record-failure.ts';
import { begin, beginScript, endScript, type RunningStep } from './running-step.ts';
import { sendMessage } from './send-message.ts';
import { type Answering, answering } from './tell-notices.ts';

/**
 * Runs a script in one transaction that also closes its row, in one message.
 * The row was written and committed before: with the closing of the one before
 * it, or here.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function* applyInTransaction(
  running: RunningStep,
  sender: StepSender,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const { context, step, position, openedBefore } = running;
  if (!openedBefore) {
    const opening = advance(context.ledger, context.origin, { next: step });
    await runOrThrow(context.client, [...begin(false), opening, 'COMMIT'].join(';\n'));
  }
  const first = sender.take(running);
  const messageOf = (tries: number): Message => stepMessage(running, tries);
  const sent = yield* sendMessage(context, messageOf, position, first);
  if (sent.outcome.error) await recordFailure(running, sent);
}

/** Sends scripts that run in a transaction, one ahead of the one that is awaited. */
export interface StepSender {
  /** The first try of a step; nothing is under way any more where it has failed. */
  readonly take: (running: RunningStep) => Answering;
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
  const sendStep = (running: RunningStep): Answering =>
    answering((onNotice) => send(messageParts(stepMessage(running)), onNotice));
  let ahead: Answering | undefined;
  const settle = async (): Promise<void> => {
    await ahead?.outcome;
    ahead = undefined;
  };
  const take = (running: RunningStep): Answering => {
    const own = ahead ?? sendStep(running);
    ahead = running.next && sendStep(running.next);
    const outcome = running.context.cancellation.during(
      own.outcome.then(async (ended) => {
        if (ended.error) await settle();
        return ended;
      }),
    );
    return { ...own, outcome };
  };
  return { take, settle };
}

/** The script, in one transaction with the closing of its row and the opening of the next one's, after so many tries in vain. */
export function stepMessage(running: RunningStep, tries = 0): Message {
  const { context, step, hooks } = running;
  const moved = moveOn(running);
  const message: Message = {
    before: [
      ...guardStep(step),
      ...beginScript(running, tries),
      ...(step.mayBeAdopted ? [dropSchemaOf(context.ledger, step.migration.version)] : []),
    ],
    sql: step.script.sql,
    offset: 0,
    statements: step.analysis.statements,
    after: endScript(running, moved),
  };
  return withEachHooks(message, hooks, context.resets);
}

/** Closes the row of a step and opens that of the next; behind a squashed script with the rows of what it stands for. */
function moveOn({ context: { ledger, origin }, step, next }: RunningStep): string {
  if (!step.squashed) return advance(ledger, origin, { done: step, next: next?.step });
  return [
    advance(ledger, origin, { done: step }),
    recordSquashed(ledger, step, origin),
    advance(ledger, origin, { next: next?.step }),
  ].join(';\n');
}
