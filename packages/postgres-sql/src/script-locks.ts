import { flattenStatement } from './flatten-statement.ts';
import { type LockMode, strongest } from './lock-mode.ts';
import { NAME } from './relation-name.ts';
import type { SqlStatement } from './sql-statement.ts';
import { type RelationLock, statementLocks } from './statement-locks.ts';

/** What the text of a script tells of the locks that it will take. */
export interface ScriptLocks {
  /** The strongest lock on each relation, in the order in which they are taken. Relations that the script itself makes are left out: nobody waits for them. */
  readonly locks: readonly RelationLock[];
  /** Lines of statements that run code (`DO`, `CALL`, `SELECT`), whose locks the text does not tell. */
  readonly untoldLines: readonly number[];
}

const MADE = new RegExp(
  `^create (?:(?:global |local )?temp(?:orary)? |unlogged )?(?:table|view|materialized view|sequence) (?:if not exists )?(?<name>${NAME})`,
);
const RUNS_CODE = /^(?:do|call|select|execute)\b/;

/** Adds up the locks of a script's statements. Pure. */
export function scriptLocks(sql: string, statements: readonly SqlStatement[]): ScriptLocks {
  const made = new Set<string>();
  const locks = new Map<string, LockMode>();
  const untoldLines: number[] = [];
  for (const { start, end, line } of statements) {
    const flat = flattenStatement(sql.slice(start, end));
    if (RUNS_CODE.test(flat)) untoldLines.push(line);
    const name = MADE.exec(flat)?.groups?.name;
    if (name !== undefined) made.add(name);
    for (const { relation, mode } of statementLocks(flat)) {
      if (made.has(relation)) continue;
      locks.set(relation, strongest([mode, locks.get(relation) ?? 'ACCESS SHARE']));
    }
  }
  return {
    locks: [...locks].map(([relation, mode]) => ({ relation, mode })),
    untoldLines,
  };
}
