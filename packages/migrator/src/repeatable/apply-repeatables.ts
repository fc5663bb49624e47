import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError } from '@schema-service/errors';
import { describeFailure } from '../apply/describe-failure.ts';
import { type Message, messageParts } from '../apply/message.ts';
import type { MigrationEvent, StepPosition } from '../apply/migration-event.ts';
import type { RunContext } from '../apply/run-context.ts';
import { writeLedger } from '../apply/running-step.ts';
import { isWorthRetrying, lockTimeoutAfter, pauseAfter } from '../apply/send-message.ts';
import { answering, tellNotices } from '../apply/tell-notices.ts';
import { blockersOf } from '../apply/watch-session.ts';
import { connectionLost, isConnectionLoss } from '../connection/connection-error.ts';
import { runOrThrow, runScript, type ScriptOutcome } from '../connection/script-query.ts';
import type { RepeatableStep } from './plan-repeatables.ts';
import { installRepeatables, recordRepeatable } from './repeatable-records.ts';

type Events<T = void> = AsyncGenerator<MigrationEvent, T, undefined>;

interface Failed {
  readonly step: RepeatableStep;
  readonly message: Message;
  readonly outcome: ScriptOutcome;
}

/**
 * Runs repeatable scripts and notes them, all in one transaction: whoever uses
 * the database sees all of them as they were or as they are. What one sets does
 * not reach the next. Tried again as a whole where a lock could not be had.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function* applyRepeatables(
  steps: readonly RepeatableStep[],
  version: string,
  context: RunContext,
): Events {
  if (steps.length === 0) return;
  const { client, options, resets } = context;
  await installRepeatables(context);
  for (let tries = 1; ; tries++) {
    const failed = yield* tryAll(steps, version, context, tries);
    if (!failed) return;
    await runScript(client, 'ROLLBACK');
    if (!isWorthRetrying(failed.outcome) || tries > options.lockRetries) {
      await runScript(client, resets.reset.join(';\n'));
      throw await recordFailed(failed, version, context);
    }
    const pauseMs = pauseAfter(tries);
    const reason = failed.outcome.error?.message ?? '';
    const position = positionOf(failed.step, steps, version);
    const blockers = blockersOf(failed.outcome.error);
    yield { kind: 'migrationRetrying', reason, blockers, tries, pauseMs, ...position };
    await sleep(pauseMs);
  }
}

async function* tryAll(
  steps: readonly RepeatableStep[],
  version: string,
  context: RunContext,
  tries: number,
): Events<Failed | undefined> {
  const { client, cancellation, ledger, origin, watcher } = context;
  const done: MigrationEvent[] = [];
  await runOrThrow(client, 'BEGIN READ WRITE');
  for (const step of steps) {
    const position = positionOf(step, steps, version);
    const message = repeatableMessage(step, context, tries);
    const began = performance.now();
    const outcome = yield* tellNotices(
      answering((onNotice) =>
        cancellation.during(runScript(client, messageParts(message), onNotice)),
      ),
      message,
      position,
      watcher,
    );
    if (outcome.error) return { step, message, outcome };
    const durationMs = performance.now() - began;
    await runOrThrow(
      client,
      recordRepeatable(ledger, step.repeatable, origin, { version, durationMs }),
    );
    const { name } = step.repeatable;
    const { reason } = step;
    done.push({ kind: 'repeatableApplied', name, reason, durationMs, ...positionOfAll(position) });
  }
  const outcome = await runScript(client, 'COMMIT');
  const last = steps.at(-1);
  if (outcome.error && last)
    return { step: last, message: repeatableMessage(last, context, tries), outcome };
  yield* done;
  return undefined;
}

const positionOfAll = ({ version, position, total }: StepPosition) => ({
  version,
  position,
  total,
});

/** A script amid the transaction. Behind it we are ourselves again, with nothing of what it has set. */
export function repeatableMessage(
  { repeatable: { script, analysis } }: RepeatableStep,
  { options, resets }: RunContext,
  tries: number,
): Message {
  const limits = { ...options, ...analysis.header };
  return {
    before: [
      ...resets.reset,
      `SET LOCAL lock_timeout = ${lockTimeoutAfter(tries - 1, limits)}`,
      `SET LOCAL statement_timeout = ${limits.statementTimeoutMs}`,
    ],
    sql: script.sql,
    offset: 0,
    statements: analysis.statements,
    after: ['SET CONSTRAINTS ALL IMMEDIATE', ...resets.reset, ...resets.ourselves],
  };
}

function positionOf(
  step: RepeatableStep,
  steps: readonly RepeatableStep[],
  version: string,
): StepPosition {
  const place = { position: steps.indexOf(step) + 1, total: steps.length };
  return { migration: step.repeatable.script.path, version, direction: 'up', ...place };
}

async function recordFailed(
  { step, message, outcome }: Failed,
  version: string,
  context: RunContext,
): Promise<SchemaServiceError> {
  const { repeatable } = step;
  const { script, analysis } = repeatable;
  const { client, ledger, origin } = context;
  if (isConnectionLoss(outcome.error)) {
    return connectionLost(outcome.error, { client, path: script.path });
  }
  const error = describeFailure(script.sql, message, outcome);
  const record = recordRepeatable(ledger, repeatable, origin, { version, error });
  await runOrThrow(client, writeLedger(context, record));
  const { message: said, sqlState, detail, hint, line, statement } = error;
  const which =
    statement === undefined
      ? 'at its end'
      : `at statement ${statement} of ${analysis.statements.length}`;
  return new SchemaServiceError(
    {
      code: 'MIGRATION_FAILED',
      message: `${line === undefined ? script.path : `${script.path}:${line}`}: failed ${which}.`,
      why: [
        `${said}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`,
        ...(detail ? [`detail: ${detail}`] : []),
        ...(hint ? [`hint: ${hint}`] : []),
      ].join('\n       '),
      fix: 'The migrations before it are applied; of the repeatable scripts none ran. Correct the script, and run up again.',
      meta: { path: script.path, version, ...error },
    },
    { cause: outcome.error },
  );
}
