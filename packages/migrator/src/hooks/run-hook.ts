import { SchemaServiceError } from '@schema-service/errors';
import { describeFailure } from '../apply/describe-failure.ts';
import { messageText } from '../apply/message.ts';
import type { RunContext } from '../apply/run-context.ts';
import { connectionLost, isConnectionLoss } from '../connection/connection-error.ts';
import { runOrThrow, runScript } from '../connection/script-query.ts';
import { hookMessages } from './hook-message.ts';
import type { Hook } from './read-hooks.ts';

/**
 * Runs a hook by itself. What it sets is taken back, unless it is for the migration behind it.
 *
 * @throws SchemaServiceError MIGRATION_HOOK_FAILED, DATABASE_CONNECTION_LOST
 */
export async function runHook(
  hook: Hook | undefined,
  context: RunContext,
  { keepsSettings = false }: { readonly keepsSettings?: boolean } = {},
): Promise<void> {
  if (!hook) return;
  const { client, cancellation, resets } = context;
  for (const message of hookMessages(hook, context)) {
    const outcome = await cancellation.during(runScript(client, messageText(message)));
    if (!outcome.error) continue;
    const { error } = outcome;
    const { path, sql } = hook.script;
    if (isConnectionLoss(error)) throw connectionLost(error, { client, path });
    await runScript(client, 'ROLLBACK');
    await runScript(client, resets.reset.join(';\n'));
    const { transactional } = hook.analysis.header;
    const failure = describeFailure(sql, message, outcome, transactional);
    const { line, sqlState, detail, hint } = failure;
    throw new SchemaServiceError(
      {
        code: 'MIGRATION_HOOK_FAILED',
        message: `${line === undefined ? path : `${path}:${line}`} failed.`,
        why: [
          `${failure.message}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`,
          ...(detail ? [`detail: ${detail}`] : []),
          ...(hint ? [`hint: ${hint}`] : []),
        ].join('\n       '),
        fix: 'Migrations that are applied stay applied; see with status. Correct the hook, and run the command again.',
        meta: { path, ...failure },
      },
      { cause: error },
    );
  }
  if (!keepsSettings) await runOrThrow(client, resets.reset.join(';\n'));
}
