import { lineCounter } from '@schema-service/postgres-sql';
import type { Message } from '../apply/message.ts';
import type { RunContext } from '../apply/run-context.ts';
import { lockTimeoutAfter } from '../apply/send-message.ts';
import type { SessionResets } from '../connection/session-settings.ts';
import type { Hook, Hooks } from './read-hooks.ts';

/**
 * A migration's message with the hooks around its script, in its transaction. The one behind it runs as we are, whatever the
 * script has set.
 */
export function withEachHooks(
  message: Message,
  { 'before-each': before, 'after-each': after }: Hooks,
  { reset }: SessionResets,
): Message {
  if (!before && !after) return message;
  const first = hookTexts(before);
  const last = hookTexts(after);
  const again = after ? ['SET CONSTRAINTS ALL IMMEDIATE', ...reset] : [];
  const script = message.before.length + first.length + message.statements.length;
  const behind = script + again.length;
  return {
    ...message,
    before: [...message.before, ...first.map(({ sql }) => sql)],
    after: [...again, ...last.map(({ sql }) => sql), ...message.after],
    hooks: new Map([
      ...first.map(({ place }, index) => [message.before.length + index, place] as const),
      ...last.map(({ place }, index) => [behind + index, place] as const),
    ]),
  };
}

/** Each statement with where it is: `hooks/before-each.sql:3`. */
function hookTexts(hook: Hook | undefined) {
  if (!hook) return [];
  const { script, analysis } = hook;
  const lineOf = lineCounter(script.sql);
  return analysis.statements.map(({ start, end }) => ({
    sql: script.sql.slice(start, end),
    place: `${script.path}:${lineOf(start)}`,
  }));
}

/** A hook by itself in one transaction, after so many tries in vain. */
export function hookMessage(
  { script, analysis: { header, statements } }: Hook,
  { options }: RunContext,
  tries: number = options.lockRetries,
): Message {
  const limits = { ...options, ...header };
  return {
    before: [
      'BEGIN',
      `SET LOCAL lock_timeout = ${lockTimeoutAfter(tries, limits)}`,
      `SET LOCAL statement_timeout = ${limits.statementTimeoutMs}`,
    ],
    sql: script.sql,
    offset: 0,
    statements,
    after: ['SET CONSTRAINTS ALL IMMEDIATE', 'COMMIT'],
  };
}

/** The statements of a hook with `no-transaction`, each as psql sends it. */
export function bareMessages({ script, analysis }: Hook): readonly Message[] {
  return analysis.statements.map((statement) => {
    const { start, end } = statement;
    const sql = script.sql.slice(start, end);
    return { before: [], sql, offset: start, statements: [statement], after: [] };
  });
}
