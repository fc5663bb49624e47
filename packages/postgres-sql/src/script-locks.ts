import { flattenStatement } from './flatten-statement.ts';
import { keyOfParts, NAME, partsOf, partsOfKey, relationKey } from './relation-name.ts';
import type { SqlStatement } from './sql-statement.ts';
import {
  addLock,
  type KnownRelations,
  type RelationLock,
  statementLocks,
} from './statement-locks.ts';

/** What the text of a script tells of the locks that it will take. */
export interface ScriptLocks {
  /** The strongest lock on each relation, in the order in which they are taken. Relations that the script itself makes are left out: nobody waits for them. */
  readonly locks: readonly RelationLock[];
  /** Lines of statements whose locks the text does not tell: they run code (`DO`, `CALL`, `SELECT`), or are about tables that they do not name (`VACUUM FULL`, `DROP TABLE t CASCADE`). */
  readonly codeLines: readonly number[];
}

const UNTOLD: readonly RegExp[] = [
  /^(?:do|call|select|execute)\b/,
  /^(?:vacuum|analy[sz]e|cluster) ?(?:\([^)]*\) ?)?(?:(?:full|freeze|verbose|analy[sz]e) ?)*$/,
  /^reindex ?(?:\([^)]*\) ?)?(?:schema|database|system)\b/,
  /^(?:drop|reassign) owned\b/,
  /^alter (?:table|index|materialized view) all in tablespace\b/,
  /^(?:drop|truncate|alter table) .* cascade$/,
];

/** Adds up the locks of a script's statements. Pure. */
export function scriptLocks(sql: string, statements: readonly SqlStatement[]): ScriptLocks {
  const relations = createScriptRelations();
  const locks = new Map<string, RelationLock>();
  const codeLines: number[] = [];
  for (const { start, end, line } of statements) {
    const flat = flattenStatement(sql.slice(start, end));
    if (UNTOLD.some((pattern) => pattern.test(flat))) codeLines.push(line);
    for (const lock of statementLocks(flat, relations)) {
      addLock(locks, relationKey(lock.relation, relations.defaultSchema), lock);
    }
    relations.apply(flat, sql.slice(start, end));
  }
  return { locks: [...locks.values()], codeLines };
}

/** What a script has made so far, under the names that it has by now. */
interface ScriptRelations extends KnownRelations {
  /** Goes past a statement, flattened and as it is written. */
  apply(flat: string, text: string): void;
}

const MADE = new RegExp(
  `^create (?:(?:global |local )?temp(?:orary)? |unlogged )?(?:table|view|materialized view|foreign table|sequence) (?:if not exists )?(?<name>${NAME})`,
);
const MADE_INDEX = new RegExp(
  `^create (?:unique )?index (?:concurrently )?(?:if not exists )?(?<name>${NAME}) on (?:only )?(?<table>${NAME})`,
);
const MOVED = new RegExp(
  `^alter (?:table|view|materialized view|sequence|foreign table|index) (?:if exists )?(?:only )?(?<name>${NAME}) (?:rename to (?<newName>${NAME})|set schema (?<newSchema>${NAME}))$`,
);
const SEARCH_PATH = /^set\s+(?:session\s+|local\s+)?search_path\s*(?:=|to)\s*(["']?)([\w$]+)\1/i;

function createScriptRelations(): ScriptRelations {
  let defaultSchema = 'public';
  const made = new Set<string>();
  const indexes = new Map<string, string>();
  const keyOf = (name: string): string => relationKey(name, defaultSchema);

  /** Where it is called by another name, everything else about it stays. */
  const move = (from: string, to: string): void => {
    if (made.delete(from)) made.add(to);
    const tableOfIndex = indexes.get(from);
    if (tableOfIndex && indexes.delete(from)) indexes.set(to, tableOfIndex);
    for (const [index, table] of indexes) if (table === from) indexes.set(index, to);
  };

  return {
    get defaultSchema() {
      return defaultSchema;
    },
    indexes,
    isMade: (key) => made.has(key),
    apply: (flat, text) => {
      const table = MADE.exec(flat)?.groups?.name;
      if (table !== undefined) made.add(keyOf(table));
      const index = MADE_INDEX.exec(flat)?.groups;
      if (index?.name !== undefined && index.table !== undefined) {
        const tableKey = keyOf(index.table);
        indexes.set(besideKey(tableKey, index.name), tableKey);
      }
      const moved = MOVED.exec(flat)?.groups;
      if (moved?.name !== undefined) {
        const from = keyOf(moved.name);
        if (moved.newName !== undefined) move(from, besideKey(from, moved.newName));
        else if (moved.newSchema !== undefined) {
          const [name = ''] = partsOf(moved.name).slice(-1);
          const [schema = ''] = partsOf(moved.newSchema);
          move(from, keyOfParts(schema, name));
        }
      }
      const path = SEARCH_PATH.exec(text)?.[2];
      if (path !== undefined) defaultSchema = path;
    },
  };
}

/** The key of a name in the schema of another: an index lives in that of its table. */
function besideKey(key: string, name: string): string {
  const [schema] = partsOfKey(key);
  return keyOfParts(schema, partsOf(name).at(-1) ?? '');
}
