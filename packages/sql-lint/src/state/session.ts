import { parseDuration, type ScriptDirectives } from '@schema-service/postgres-sql';
import type { Node } from 'libpg-query';
import { stopsTraffic, type TableLock } from './table-locks.ts';

/** The settings of the script's session. */
export interface Session {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Whether a statement before this one already waited for a lock without a limit. */
  readonly hasWaitedUnbounded: boolean;
  /** Whether a statement before this one already blocked others without a limit. */
  readonly hasBlockedUnbounded: boolean;
}

/** What the migrator sets where a script says nothing, in ms. */
const DEFAULT_LOCK_TIMEOUT = 400;

export const beginSession = (directives: ScriptDirectives): Session => ({
  lockTimeoutMs: directives.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT,
  statementTimeoutMs: directives.statementTimeoutMs ?? 0,
  hasWaitedUnbounded: false,
  hasBlockedUnbounded: false,
});

/** The session after a statement that took these locks. */
export function nextSession(session: Session, node: Node, locks: readonly TableLock[]): Session {
  const blocking = locks.filter(stopsTraffic);
  return {
    ...session,
    ...readTimeout(node),
    hasWaitedUnbounded:
      session.hasWaitedUnbounded || (session.lockTimeoutMs === 0 && blocking.length > 0),
    hasBlockedUnbounded:
      session.hasBlockedUnbounded || (session.statementTimeoutMs === 0 && blocking.some(isLong)),
  };
}

export const isLong = ({ duration }: TableLock): boolean => duration !== 'instant';

/** `SET lock_timeout` and its like; a RESET goes back to the server's own setting, which is no limit unless it was changed. */
function readTimeout(node: Node): Partial<Session> {
  if (!('VariableSetStmt' in node)) return {};
  const { name, args } = node.VariableSetStmt;
  const [value] = args ?? [];
  const text = value && 'A_Const' in value ? value.A_Const : undefined;
  const timeout = parseDuration(text?.sval?.sval ?? String(text?.ival?.ival ?? 0)) ?? 0;
  if (name === 'lock_timeout') return { lockTimeoutMs: timeout };
  return name === 'statement_timeout' ? { statementTimeoutMs: timeout } : {};
}
