import { flattenStatement } from './flatten-statement.ts';
import { strongest } from './lock-mode.ts';
import { createScriptRelations } from './script-relations.ts';
import type { SqlStatement } from './sql-statement.ts';
import { type RelationLock, statementLocks } from './statement-locks.ts';

/** What the text of a script tells of the locks that it will take. */
export interface ScriptLocks {
  /** The strongest lock on each relation, in the order in which they are taken. Relations that the script itself makes are left out: nobody waits for them. */
  readonly locks: readonly RelationLock[];
  /** Lines of statements that run code (`DO`, `CALL`, `SELECT`), whose locks the text does not tell. */
  readonly codeLines: readonly number[];
}

const RUNS_CODE = /^(?:do|call|select|execute)\b/;

/** Adds up the locks of a script's statements. Pure. */
export function scriptLocks(sql: string, statements: readonly SqlStatement[]): ScriptLocks {
  const relations = createScriptRelations();
  const locks = new Map<string, RelationLock>();
  const codeLines: number[] = [];
  for (const { start, end, line } of statements) {
    const flat = flattenStatement(sql.slice(start, end));
    if (RUNS_CODE.test(flat)) codeLines.push(line);
    for (const lock of statementLocks(flat)) {
      const told = relations.lockOf(lock);
      if (told === undefined) continue;
      const key = relations.keyOf(told.relation);
      const known = locks.get(key);
      locks.set(key, { ...told, ...known, mode: strongest([told.mode, known?.mode ?? told.mode]) });
    }
    relations.apply(flat, sql.slice(start, end));
  }
  return { locks: [...locks.values()], codeLines };
}
