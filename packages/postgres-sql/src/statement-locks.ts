import {
  ALTER_TABLE_RULES,
  ITEMS,
  LOCK_RULES,
  type LockMode,
  type LockRule,
  NEW_TABLE,
  strongest,
} from './lock-table.ts';
import { NAME, nameOfKey, relationKey, splitList } from './relation-name.ts';

/** A lock that a statement takes on a relation. */
export interface RelationLock {
  /** As the script writes it, folded to lower case where it is not quoted. */
  readonly relation: string;
  /** A view is told as a table. An index stands for itself, or for its table where that is not known. */
  readonly kind: 'table' | 'index' | 'sequence';
  readonly mode: LockMode;
}

/** What the scripts before a statement made. Keys are those of `relationKey`. */
export interface KnownRelations {
  /** Where a name without a schema is. */
  readonly defaultSchema: string;
  /** Whether the scripts made the relation themselves, so that nobody else waits for it. */
  isMade(key: string): boolean;
  /** The indexes that they made, with the key of their table. */
  readonly indexes: ReadonlyMap<string, string>;
}

/**
 * The locks that a flattened statement takes on relations that the scripts did
 * not make, as far as its text tells: the strongest on each, in the order in
 * which the statement names them. A lock on an index is told as one on its
 * table where that is known.
 */
export function statementLocks(flat: string, known: KnownRelations): readonly RelationLock[] {
  const keyOf = (name: string): string => relationKey(name, known.defaultSchema);
  const created = CREATED_TABLE.exec(flat)?.groups?.table;
  // A new table may refer to itself.
  const isMade = (key: string): boolean =>
    known.isMade(key) || (created !== undefined && keyOf(created) === key);
  const locks = new Map<string, RelationLock>();
  for (const { names, mode, on } of [...ownLocks(flat), ...referenceLocks(flat)]) {
    for (const relation of names) {
      const key = keyOf(relation);
      const table = known.indexes.get(key);
      const kind = on === 'index alone' ? 'index' : on;
      if (kind !== 'index' || table === undefined) {
        if (!isMade(key)) addLock(locks, key, { relation, kind, mode });
      } else if (on === 'index' && !isMade(table)) {
        const name = nameOfKey(table, known.defaultSchema);
        addLock(locks, table, { relation: name, kind: 'table', mode });
      }
    }
  }
  return [...locks.values()];
}

/** Adds a lock to those that are known by their relation's key; the strongest counts. */
export function addLock(locks: Map<string, RelationLock>, key: string, lock: RelationLock): void {
  const other = locks.get(key) ?? lock;
  locks.set(key, { ...other, mode: strongest([lock.mode, other.mode]) });
}

/** What a part of a statement locks. */
interface NamedLock extends Pick<LockRule, 'mode' | 'on'> {
  readonly names: readonly string[];
}

const LOCK_TABLE = new RegExp(
  `^lock (?:table )?${ITEMS}(?: in (?<mode>[a-z ]+?) mode)?(?: nowait)?$`,
);
/** A partition is locked with what it joins or leaves. */
const PARTITION = new RegExp(`^(?:attach|detach) partition (?<table>${NAME})`);
const CREATED_TABLE = new RegExp(`^${NEW_TABLE} (?:if not exists )?(?<table>${NAME})`);
const MAY_REFER = new RegExp(
  `^(?:${NEW_TABLE}|create foreign table|create schema|alter (?:foreign )?table) `,
);
/** Or a quoted name, in which nothing is referred to. */
const REFERENCED = new RegExp(`"(?:[^"]|"")*"|\\breferences (?<table>${NAME})`, 'g');

function ownLocks(flat: string): readonly NamedLock[] {
  const altered = alteredParts(flat);
  if (altered) return alterTableLocks(altered.table, altered.parts);
  const locked = LOCK_TABLE.exec(flat)?.groups;
  if (locked) {
    const mode = (locked.mode ?? 'access exclusive').toUpperCase();
    // PostgreSQL refuses any other word there.
    return [{ names: itemNames(locked.names), mode: mode as LockMode, on: 'table' }];
  }
  for (const { pattern, mode, on } of LOCK_RULES) {
    const match = pattern.exec(flat);
    if (match) return [{ names: itemNames(match.groups?.names), mode, on }];
  }
  return [];
}

function alterTableLocks(table: string, parts: readonly string[]): readonly NamedLock[] {
  const modes = parts.map(
    (part) =>
      ALTER_TABLE_RULES.find(({ pattern }) => pattern.test(part))?.mode ?? 'ACCESS EXCLUSIVE',
  );
  const partitions = parts.flatMap((part) => PARTITION.exec(part)?.groups?.table ?? []);
  return [
    { names: [table], mode: strongest(modes), on: 'table' },
    { names: partitions, mode: 'ACCESS EXCLUSIVE', on: 'table' },
  ];
}

/** A new foreign key makes triggers on the table that it points to. */
function referenceLocks(flat: string): readonly NamedLock[] {
  if (!MAY_REFER.test(flat)) return [];
  const names = [...flat.matchAll(REFERENCED)].flatMap(({ groups }) => groups?.table ?? []);
  return [{ names, mode: 'SHARE ROW EXCLUSIVE', on: 'table' }];
}

const ITEM_NAME = new RegExp(`^(?:only[ (])?(${NAME})`);

const itemNames = (list = ''): readonly string[] =>
  splitList(list).flatMap((item) => ITEM_NAME.exec(item)?.[1] ?? []);

const ALTERED = new RegExp(
  `^alter (?<kind>table|foreign table|materialized view|view) (?!all in )(?:if exists )?(?:only[ (])?(?<table>${NAME})\\)?(?: ?\\*)? (?<parts>.*)$`,
  's',
);

function alteredParts(flat: string): AlteredTable | undefined {
  const { kind, table, parts } = ALTERED.exec(flat)?.groups ?? {};
  if (kind === undefined || table === undefined || parts === undefined) return undefined;
  return { kind, table, parts: splitList(parts) };
}

/** What an `ALTER TABLE` and its like change. */
interface AlteredTable {
  readonly kind: string;
  readonly table: string;
  readonly parts: readonly string[];
}

/** The table that a flattened `ALTER TABLE` changes, and its parts. */
export function alterTableParts(flat: string): Pick<AlteredTable, 'table' | 'parts'> | undefined {
  const altered = alteredParts(flat);
  return altered?.kind === 'table' ? altered : undefined;
}
