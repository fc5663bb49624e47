import { NAME, partsOf, relationKey } from './relation-name.ts';
import type { RelationLock } from './statement-locks.ts';

/** What a script has made so far, under the names that it has by now. */
export interface ScriptRelations {
  /** One spelling for each relation, whatever the script writes. */
  keyOf(name: string): string;
  /** The lock that others notice; undefined where the script made the relation itself. */
  lockOf(lock: RelationLock): RelationLock | undefined;
  /** Goes past a statement, flattened and as it is written. */
  apply(flat: string, text: string): void;
}

const MADE = new RegExp(
  `^create (?:(?:global |local )?temp(?:orary)? |unlogged )?(?:table|view|materialized view|sequence) (?:if not exists )?(?<name>${NAME})`,
);
const MADE_INDEX = new RegExp(
  `^create (?:unique )?index (?:concurrently )?(?:if not exists )?(?<name>${NAME}) on (?:only )?(?<table>${NAME})`,
);
const MOVED = new RegExp(
  `^alter (?:table|view|materialized view|sequence|foreign table|index) (?:if exists )?(?:only )?(?<name>${NAME}) (?:rename to (?<newName>${NAME})|set schema (?<newSchema>${NAME}))$`,
);
const SEARCH_PATH = /^set\s+(?:session\s+|local\s+)?search_path\s*(?:=|to)\s*(["']?)([\w$]+)\1/i;

interface MadeIndex {
  /** As the script writes it. */
  readonly table: string;
  readonly tableKey: string;
}

export function createScriptRelations(): ScriptRelations {
  let defaultSchema = 'public';
  const made = new Set<string>();
  const indexes = new Map<string, MadeIndex>();
  const keyOf = (name: string): string => relationKey(name, defaultSchema);

  /** Where it is called by another name, everything else about it stays. */
  const move = (from: string, to: string): void => {
    if (made.delete(from)) made.add(to);
    const index = indexes.get(from);
    if (index && indexes.delete(from)) indexes.set(to, index);
    for (const [key, { table, tableKey }] of indexes) {
      if (tableKey === from) indexes.set(key, { table, tableKey: to });
    }
  };

  return {
    keyOf,
    lockOf: (lock) => {
      const key = keyOf(lock.relation);
      const index = lock.kind === 'index' ? indexes.get(key) : undefined;
      if (made.has(index?.tableKey ?? key)) return undefined;
      return index ? { ...lock, relation: index.table, kind: 'table' } : lock;
    },
    apply: (flat, text) => {
      const table = MADE.exec(flat)?.groups?.name;
      if (table !== undefined) made.add(keyOf(table));
      const index = MADE_INDEX.exec(flat)?.groups;
      if (index?.name !== undefined && index.table !== undefined) {
        const tableKey = keyOf(index.table);
        indexes.set(besideKey(tableKey, index.name), { table: index.table, tableKey });
      }
      const moved = MOVED.exec(flat)?.groups;
      if (moved?.name !== undefined) {
        const from = keyOf(moved.name);
        if (moved.newName !== undefined) move(from, besideKey(from, moved.newName));
        else if (moved.newSchema !== undefined) {
          move(
            from,
            JSON.stringify([partsOf(moved.newSchema)[0] ?? '', partsOf(moved.name).at(-1) ?? '']),
          );
        }
      }
      const path = SEARCH_PATH.exec(text)?.[2];
      if (path !== undefined) defaultSchema = path;
    },
  };
}

/** The key of a name in the schema of another: an index lives in that of its table. */
function besideKey(key: string, name: string): string {
  const [schema] = JSON.parse(key) as [string, string]; // as relationKey made it
  return JSON.stringify([schema, partsOf(name).at(-1) ?? '']);
}
