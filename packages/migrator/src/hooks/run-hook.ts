import { SchemaServiceError } from '@schema-service/errors';
import { describeFailure } from '../apply/describe-failure.ts';
import type { MigrationEvent, StepPosition } from '../apply/migration-event.ts';
import { lockHint } from '../apply/record-failure.ts';
import type { RunContext } from '../apply/run-context.ts';
import { type Sent, sendMessage } from '../apply/send-message.ts';
import { answering, tellNotices } from '../apply/tell-notices.ts';
import { blockersOf } from '../apply/watch-session.ts';
import { connectionLost, isConnectionLoss } from '../connection/connection-error.ts';
import { runOrThrow, runScript } from '../connection/script-query.ts';
import { describeBlocker } from '../lock/blockers.ts';
import { bareMessages, hookMessage } from './hook-message.ts';
import type { Hook } from './read-hooks.ts';

type Events<T = void> = AsyncGenerator<MigrationEvent, T, undefined>;

/**
 * Runs a hook by itself, looked at and, where it is one transaction, tried again as a migration is. What it sets is taken
 * back, unless it is for the migration behind it.
 *
 * @param at which part of the run it belongs to
 * @throws SchemaServiceError MIGRATION_HOOK_FAILED, DATABASE_CONNECTION_LOST
 */
export async function* runHook(
  hook: Hook | undefined,
  context: RunContext,
  at: Omit<StepPosition, 'migration'>,
  { keepsSettings = false }: { readonly keepsSettings?: boolean } = {},
): Events {
  if (!hook) return;
  const { client, resets } = context;
  const position = { ...at, migration: hook.script.path };
  const sent = hook.analysis.header.transactional
    ? yield* sendMessage(context, (tries) => hookMessage(hook, context, tries), position)
    : yield* sendBare(hook, context, position);
  if (sent?.outcome.error) throw await hookFailed(hook, sent, context);
  if (!keepsSettings) await runOrThrow(client, resets.reset.join(';\n'));
}

/** The first of its statements that fails; none is tried again, since a part of it may be committed. */
async function* sendBare(
  hook: Hook,
  { client, cancellation, watcher }: RunContext,
  position: StepPosition,
): Events<Sent | undefined> {
  for (const message of bareMessages(hook)) {
    const sent = answering((onNotice) =>
      cancellation.during(runScript(client, message.sql, onNotice)),
    );
    const outcome = yield* tellNotices(sent, message, position, watcher);
    if (outcome.error) return { outcome, message };
  }
  return undefined;
}

async function hookFailed(
  { script: { path, sql }, analysis: { header } }: Hook,
  { outcome, message, tries }: Sent,
  { client, resets, options }: RunContext,
): Promise<SchemaServiceError> {
  const { error } = outcome;
  if (isConnectionLoss(error)) return connectionLost(error, { client, path });
  await runScript(client, 'ROLLBACK');
  await runScript(client, resets.reset.join(';\n'));
  const failure = describeFailure(sql, message, outcome, header.transactional);
  const blockers = blockersOf(error);
  const { line, sqlState, detail } = failure;
  const limits = { ...options, ...header };
  const advice = header.transactional
    ? lockHint(failure, limits, { tries, isSeen: blockers.length > 0 })
    : undefined;
  const hint = advice ?? failure.hint;
  return new SchemaServiceError(
    {
      code: 'MIGRATION_HOOK_FAILED',
      message: `${line === undefined ? path : `${path}:${line}`} failed.`,
      why: [
        `${failure.message}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`,
        ...(detail ? [`detail: ${detail}`] : []),
        ...blockers.map((blocker) => `blocked by ${describeBlocker(blocker)}`),
        ...(hint ? [`hint: ${hint}`] : []),
      ].join('\n       '),
      fix: 'Migrations that are applied stay applied; see with status. Correct the hook, and run the command again.',
      meta: { path, ...failure, ...(blockers.length > 0 ? { blockers } : {}) },
    },
    { cause: error },
  );
}
