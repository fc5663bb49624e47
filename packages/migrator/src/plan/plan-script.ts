import { SchemaServiceError } from '@schema-service/errors';
import {
  hidePsqlVariables,
  keepWholeInPsql,
  type SqlStatement,
  sharesTransaction,
  statementDigest,
} from '@schema-service/postgres-sql';
import { stepMessage } from '../apply/apply-in-transaction.ts';
import { messageText } from '../apply/message.ts';
import { bareMessage, noteOf } from '../apply/run-alone.ts';
import type { RunContext } from '../apply/run-context.ts';
import { statementMessage } from '../apply/run-statement.ts';
import {
  isTransactional,
  type RunningStep,
  releaseLocks,
  runningSteps,
  writeLedger,
} from '../apply/running-step.ts';
import { type StatementLimits, setEach, statementLimits } from '../apply/statement-limits.ts';
import { forgetCoexisting } from '../catalog/coexisting-structure.ts';
import type { ClientVerdict } from '../clients/client-verdict.ts';
import { verdictsStatement } from '../clients/record-verdicts.ts';
import { READING } from '../connection/session-settings.ts';
import { bareMessages, hookMessage } from '../hooks/hook-message.ts';
import type { Hook } from '../hooks/read-hooks.ts';
import { repeatableMessage } from '../repeatable/apply-repeatables.ts';
import { recordRepeatable, repeatableTable } from '../repeatable/repeatable-records.ts';
import { interruptedRun } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import { type FoundTracking, trackingStatements } from '../tracking/install-tracking.ts';
import { type Ledger, LOCK_CLASS } from '../tracking/ledger.ts';
import { advance, failRow, recordBegun } from '../tracking/ledger-sql.ts';
import type { MigrationPlan, MigrationStep } from './migration-plan.ts';

/** What a script is made of, besides its plan. */
export interface ScriptParts {
  /** As of a run; its resets are those of a script. */
  readonly context: RunContext;
  /** As it was read when the plan was made. */
  readonly history: History;
  readonly tracking: FoundTracking | undefined;
  /** What makes the tables that steps without a transaction write to, where they are missing. */
  readonly progressTables: readonly string[];
  readonly verdicts: readonly ClientVerdict[];
}

/**
 * A plan as one script for psql, the rows of the history included: it leaves the database as a run of the plan does.
 * It takes the migration lock, and refuses a database whose history is not what it was. Pure.
 *
 * @throws SchemaServiceError MIGRATION_PLAN_NOT_SQL for steps whose statements are only known while they run
 */
export function planScript(plan: MigrationPlan, parts: ScriptParts): string {
  for (const step of plan.steps) refuseUnwritable(step);
  const { context, history, tracking, progressTables, verdicts } = parts;
  const { ledger } = context;
  const { direction, currentVersion, targetVersion } = plan;
  const running = history.rows.filter(({ status }) => status === 'running');
  const head = [
    `-- ${direction} from ${currentVersion ?? 'nothing'} to ${targetVersion ?? 'nothing'}, written by schema-migrator ${context.origin.toolVersion}.`,
    '-- For psql, which stops at the first error: psql -X --dbname=... --file=...',
    '\\set ON_ERROR_STOP on',
  ];
  const sections = [
    statements(READING),
    statements([takeLock(ledger), guardHistory(ledger, history, tracking)]),
    ...trackingStatements(ledger, tracking).map((text) => statements(['BEGIN', text, 'COMMIT'])),
    ...progressTables.map((text) => statements(['BEGIN', text, 'COMMIT'])),
    ...(verdicts.length > 0 ? [statements([verdictsStatement(ledger, verdicts)])] : []),
    ...running.map((row) => statements([failRow(ledger, row.migration, interruptedRun(row))])),
    ...hookTexts(plan.hooks?.['before-all'], context),
    ...runningSteps(plan, context).map(stepText),
    ...repeatableTexts(plan, context),
    ...hookTexts(plan.hooks?.['after-all'], context),
    // What a run has noted of them is not so any more.
    statements([forgetCoexisting(ledger)]),
    statements([`SELECT pg_catalog.pg_advisory_unlock(${LOCK_CLASS}, ${ledger.lockObject})`]),
  ];
  const body = hidePsqlVariables(keepWholeInPsql(`${sections.join('\n\n')}\n`));
  return `${head.join('\n')}\n\n${body}`;
}

const statements = (all: readonly string[]): string => `${all.join(';\n')};`;

function stepText(running: RunningStep): string {
  const { step, openedBefore } = running;
  const title = `-- ${step.script.path}`;
  if (!isTransactional(step)) {
    const { context, hooks } = running;
    return [
      // What it sets is for the migration, which takes it back.
      ...hookTexts(hooks['before-each'], context, []),
      `${title}\n${statements(aloneTexts(running))}`,
      ...hookTexts(hooks['after-each'], context),
    ].join('\n');
  }
  const { ledger, origin } = running.context;
  const opening = ['BEGIN', advance(ledger, origin, { next: step }), 'COMMIT'];
  const message = messageText({
    // There is one try, which waits for a lock the whole time.
    ...stepMessage(running, running.context.options.lockRetries),
    sql: readAsOne(step),
  });
  return `${title}\n${openedBefore ? '' : `${statements(opening)}\n`}${message};`;
}

/**
 * A run sends a script as one message, which is read before anything in it is done. psql sends its statements one by one:
 * behind one that changes how they are read, that is taken back.
 */
function readAsOne({ script, analysis }: Pick<MigrationStep, 'script' | 'analysis'>): string {
  const changing = analysis.statements.filter(({ start, end }) =>
    /client_encoding|standard_conforming_strings|\bnames\b/i.test(script.sql.slice(start, end)),
  );
  return changing.reduceRight(
    (sql, { end }) => `${sql.slice(0, end)};\n${READING.join(';\n')}${sql.slice(end)}`,
    script.sql,
  );
}

/** A hook by itself, with what it sets taken back. */
function hookTexts(
  hook: Hook | undefined,
  context: RunContext,
  end: readonly string[] = context.resets.reset,
): readonly string[] {
  if (!hook) return [];
  const { transactional } = hook.analysis.header;
  const messages = transactional ? [hookMessage(hook, context)] : bareMessages(hook);
  const texts = messages.map(messageText);
  return [`-- ${hook.script.path}\n${statements([...texts, ...end])}`];
}

/** The repeatable scripts, all in one transaction. */
function repeatableTexts(
  { repeatables = [], targetVersion }: MigrationPlan,
  context: RunContext,
): readonly string[] {
  if (repeatables.length === 0) return [];
  const { ledger, origin, options } = context;
  const version = targetVersion ?? '';
  const texts = repeatables.map((step) => {
    const { repeatable } = step;
    const message = repeatableMessage(step, context, options.lockRetries + 1);
    const sql = messageText({ ...message, sql: readAsOne(repeatable) });
    const note = recordRepeatable(ledger, repeatable, origin, { version });
    return `-- ${repeatable.script.path}\n${statements([sql, note])}`;
  });
  const table = statements(['BEGIN', repeatableTable(ledger), 'COMMIT']);
  return [table, statements(['BEGIN READ WRITE']), ...texts, statements(['COMMIT'])];
}

/** Statement by statement, each with its note, as a run sends them. */
function aloneTexts(running: RunningStep): readonly string[] {
  const { context, step } = running;
  const { ledger, origin, resets } = context;
  const limits = statementLimits(running);
  return [
    advance(ledger, origin, { next: step }),
    ...step.analysis.statements.map((statement) => statementText(running, limits, statement)),
    ...resets.reset,
    ...releaseLocks(running),
    writeLedger(context, advance(ledger, origin, { done: step })),
  ];
}

function statementText(
  running: RunningStep,
  limits: StatementLimits,
  statement: SqlStatement,
): string {
  const { context, step } = running;
  const { words, start, end } = statement;
  const { sql } = step.script;
  if (sharesTransaction(words, sql.slice(start, end))) {
    return messageText(statementMessage(running, statement, limits.inTransaction(statement)));
  }
  const begun = recordBegun(context.ledger, statement.index, statementDigest(sql, statement));
  return [
    writeLedger(context, begun),
    ...setEach('SET', limits.alone(statement)),
    bareMessage(running, statement).sql,
    writeLedger(context, noteOf(running, statement)),
    ...context.resets.reading,
  ].join(';\n');
}

/** Held to the end of the session, as a run holds it. */
const takeLock = ({ lockObject }: Ledger): string => `DO $guard$ BEGIN
  IF NOT pg_catalog.pg_try_advisory_lock(${LOCK_CLASS}, ${lockObject}) THEN
    RAISE EXCEPTION 'another migrator has the lock of this database';
  END IF;
END $guard$`;

function guardHistory(
  { sql }: Ledger,
  { rows }: History,
  tracking: FoundTracking | undefined,
): string {
  const last = rows.reduce((highest, { id }) => Math.max(highest, id), 0);
  const isOther = tracking
    ? `(SELECT coalesce(max(id), 0) FROM ${sql}.history) <> ${last}`
    : `pg_catalog.to_regclass('${sql}.history') IS NOT NULL`;
  return `DO $guard$ BEGIN
  IF ${isOther} THEN
    RAISE EXCEPTION 'the history of this database is not what it was when this script was written'
      USING HINT = 'Write it again: schema-migrator plan --sql';
  END IF;
END $guard$`;
}

function refuseUnwritable({ script, analysis, attempt }: MigrationStep): void {
  const { batches, transactional } = analysis.header;
  const isContinued = !transactional && attempt > 1;
  if (!batches && !isContinued) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_PLAN_NOT_SQL',
    message: `${script.path} cannot be written as a script.`,
    why: batches
      ? 'It runs in batches, whose ranges are known only while it runs.'
      : 'It goes on where an attempt without a transaction has failed.',
    fix: 'Let the migrator run it: schema-migrator up',
    meta: { path: script.path },
  });
}
