import { SchemaServiceError } from '@schema-service/errors';
import { connectionLost, isConnectionLoss } from '../connection/connection-error.ts';
import { runOrThrow } from '../connection/script-query.ts';
import { type Blocker, describeBlocker } from '../lock/blockers.ts';
import type { MigrationStep } from '../plan/migration-plan.ts';
import type { MigrationFailure } from '../tracking/applied-migration.ts';
import { failRow } from '../tracking/ledger-sql.ts';
import { describeFailure } from './describe-failure.ts';
import { type RunningStep, writeLedger } from './running-step.ts';
import type { Sent } from './send-message.ts';
import { blockersOf } from './watch-session.ts';

/**
 * Closes the row of a script that failed, and throws why. Its commit waits for
 * the disk, and by the order of the log so does everything before it.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST
 */
export async function recordFailure({ context, step }: RunningStep, sent: Sent): Promise<never> {
  const { error } = sent.outcome;
  // Nothing can be written any more. The row stays running, and the next migrator closes it.
  if (isConnectionLoss(error)) {
    throw connectionLost(error, { client: context.client, path: step.script.path });
  }
  const { transactional } = step.analysis.header;
  const described = describeFailure(step.script.sql, sent.message, sent.outcome, transactional);
  const blockers = blockersOf(error);
  const limits = { ...context.options, ...step.analysis.header };
  const hint = lockHint(described, limits, { tries: sent.tries, isSeen: blockers.length > 0 });
  const failure: MigrationFailure = {
    ...described,
    ...(hint === undefined ? {} : { hint }),
    // Whoever may read the history need not see what others run.
    ...(blockers.length > 0
      ? { blockers: blockers.map((known) => ({ ...known, query: null })) }
      : {}),
  };
  // In a message before the words of the failure, which it must be able to read.
  await runOrThrow(context.client, context.resets.reset.join(';\n'));
  const row = failRow(context.ledger, step.migration.id, failure);
  await runOrThrow(context.client, writeLedger(context, row));
  throw migrationFailed(step, failure, { cause: error, blockers, isPartly: sent.partly ?? false });
}

/** What a script that did not get its lock had for that, and how to give it more. */
export function lockHint(
  { sqlState }: MigrationFailure,
  { lockTimeoutMs }: { readonly lockTimeoutMs: number },
  { tries = 1, isSeen }: { readonly tries: number | undefined; readonly isSeen: boolean },
): string | undefined {
  if (sqlState === '55P03') {
    return `lock_timeout is ${lockTimeoutMs} ms (tried ${tries === 1 ? 'once' : `${tries} times`}), unless the script sets its own. Longer: --lock-timeout 2s, or \`-- migrator: lock-timeout = 2s\` at the top of the script.${isSeen ? '' : ' Who holds the table: SELECT pid, state, query FROM pg_stat_activity;'}`;
  }
  if (sqlState !== '40P01') return undefined;
  return `With a lock_timeout (here ${lockTimeoutMs} ms; --lock-timeout) below the server's deadlock_timeout the migrator gives up before a deadlock is looked for, and tries again.`;
}

/** The failure of a script as the envelope: file and line first, then what PostgreSQL said. */
function migrationFailed(
  { script, direction, analysis, migration }: MigrationStep,
  failure: MigrationFailure,
  {
    cause,
    blockers,
    isPartly,
  }: {
    readonly cause: unknown;
    readonly blockers: readonly Blocker[];
    readonly isPartly: boolean;
  },
): SchemaServiceError {
  const { message, sqlState, detail, hint, context, line, statement } = failure;
  const place = line === undefined ? script.path : `${script.path}:${line}`;
  const which = failure.hook
    ? `in ${failure.hook}`
    : statement === undefined
      ? 'at its commit'
      : `at statement ${statement} of ${analysis.statements.length}`;
  const said = [
    `${message}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`,
    detail && `detail: ${detail}`,
    ...blockers.map((blocker) => `blocked by ${describeBlocker(blocker)}`),
    hint && `hint: ${hint}`,
    context && `context: ${context}`,
  ];
  const kept = analysis.header.transactional
    ? 'Nothing of this migration is in the database.'
    : analysis.header.batches
      ? 'Batches that are done stay done, and the next attempt goes on behind them.'
      : 'Statements that are done stay done and will not be run again.';
  const partly = isPartly
    ? ' What this one did before it failed may be there: it ran outside of transactions.'
    : '';
  return new SchemaServiceError(
    {
      code: 'MIGRATION_FAILED',
      message: `${place}: ${direction} failed ${which}.`,
      why: said.filter(Boolean).join('\n       '),
      fix: `${kept}${partly} Correct the script or the data, and run ${direction} again.`,
      meta: {
        migration: migration.id,
        version: migration.version,
        path: script.path,
        ...failure,
        ...(blockers.length > 0 ? { blockers } : {}),
      },
    },
    { cause },
  );
}
