import { type LockMode, strongest } from './lock-mode.ts';
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

/** A lock as the table below tells it. */
interface NamedLock {
  readonly names: readonly string[];
  readonly mode: LockMode;
  /** What the names are. A lock on an `index` is on its table, too; one on an `index alone` is not. */
  readonly on: RelationLock['kind'] | 'index alone';
}

/** A kind of statement, by its flattened text, and the lock that it takes on the relations in its `names`. */
interface LockRule extends Omit<NamedLock, 'names'> {
  readonly pattern: RegExp;
}

/** `ONLY t`, `ONLY (t)`, `t *`, and `t (column)` as VACUUM has it. */
const ITEM = `(?:only[ (])?${NAME}\\)?(?: ?\\*)?(?:\\((?:"(?:[^"]|"")*"|[^")])*\\))?`;
const ITEM_NAME = new RegExp(`^(?:only[ (])?(${NAME})`);

/** Anything up to what follows it, where that does not stand in a quoted name. */
const ANY = '(?:"(?:[^"]|"")*"|[^"])*?';

/** `@` is one name, `@@` a list of them, `#` a name that is not locked, and `...` anything. */
function rule(text: string, mode: LockMode, on: NamedLock['on'] = 'table'): LockRule {
  const source = text
    .replaceAll('#', NAME)
    .replace('...', ANY)
    .replace('@@', `(?<names>${ITEM}(?:,${ITEM})*)`)
    .replace('@', `(?<names>${ITEM})`);
  return { pattern: new RegExp(`^${source}`), mode, on };
}

/** An option in parentheses that is on: `(full)`, `(verbose,full true)`. */
const ON = (option: string): string => `\\((?:[^)]*,)?${option}(?: (?:on|true|1))?(?:,[^)]*)?\\) ?`;

const OPTIONS = '(?:\\([^)]*\\) ?)?';
const NEW_TABLE = 'create (?:(?:(?:global|local) )?(?:temp|temporary) |unlogged )?table';

/**
 * The first that matches counts. From the reference pages of the commands in
 * PostgreSQL's documentation; `ALTER TABLE` has a table of its own.
 */
const LOCK_RULES: readonly LockRule[] = [
  rule('create (?:unique )?index concurrently (?:... )?on @', 'SHARE UPDATE EXCLUSIVE'),
  rule('create (?:unique )?index (?:... )?on @', 'SHARE'),
  rule('drop index concurrently (?:if exists )?@@', 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule('drop index (?:if exists )?@@', 'ACCESS EXCLUSIVE', 'index'),
  rule('drop (?:table|view|materialized view|foreign table) (?:if exists )?@@', 'ACCESS EXCLUSIVE'),
  rule('drop sequence (?:if exists )?@@', 'ACCESS EXCLUSIVE', 'sequence'),
  rule('truncate (?:table )?@@', 'ACCESS EXCLUSIVE'),
  rule(`${NEW_TABLE} (?:if not exists )?# partition of @`, 'ACCESS EXCLUSIVE'),
  rule(`${NEW_TABLE} ...\\) ?inherits ?\\(@@\\)`, 'SHARE UPDATE EXCLUSIVE'),
  rule('create or replace (?:recursive )?view @', 'ACCESS EXCLUSIVE'),
  rule('create (?:or replace )?(?:constraint )?trigger ... on @', 'SHARE ROW EXCLUSIVE'),
  rule('(?:drop|alter) (?:trigger|rule) ... on @', 'ACCESS EXCLUSIVE'),
  rule('(?:create|alter|drop) policy ... on @', 'ACCESS EXCLUSIVE'),
  rule('create (?:or replace )?rule ... to @', 'ACCESS EXCLUSIVE'),
  rule('create statistics .* from @', 'SHARE UPDATE EXCLUSIVE'),
  rule('comment on (?:table|view|materialized view) @', 'SHARE UPDATE EXCLUSIVE'),
  rule('comment on index @', 'SHARE UPDATE EXCLUSIVE', 'index alone'),
  rule(
    'alter index (?!all in )(?:if exists )?@ (?:rename|attach)',
    'SHARE UPDATE EXCLUSIVE',
    'index alone',
  ),
  rule('alter index (?!all in )(?:if exists )?@', 'ACCESS EXCLUSIVE', 'index alone'),
  rule(
    'alter sequence (?:if exists )?@ (?:rename|owner|set (?:schema|logged|unlogged))',
    'ACCESS EXCLUSIVE',
    'sequence',
  ),
  rule('alter sequence (?:if exists )?@', 'SHARE ROW EXCLUSIVE', 'sequence'),
  rule(`reindex ?${OPTIONS}table concurrently @`, 'SHARE UPDATE EXCLUSIVE'),
  rule(`reindex ?${ON('concurrently')}table @`, 'SHARE UPDATE EXCLUSIVE'),
  rule(`reindex ?${OPTIONS}table @`, 'SHARE'),
  rule(`reindex ?${OPTIONS}index concurrently @`, 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule(`reindex ?${ON('concurrently')}index @`, 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule(`reindex ?${OPTIONS}index @`, 'SHARE', 'index'),
  rule('refresh materialized view concurrently @', 'EXCLUSIVE'),
  rule('refresh materialized view @', 'ACCESS EXCLUSIVE'),
  rule('cluster (?:verbose )?# on @', 'ACCESS EXCLUSIVE'),
  rule(`cluster ?${OPTIONS}(?:verbose )?@`, 'ACCESS EXCLUSIVE'),
  rule(
    `vacuum ?(?:${ON('full')}|full(?!\\S) ?)(?:freeze )?(?:verbose )?(?:analy[sz]e )?@@`,
    'ACCESS EXCLUSIVE',
  ),
  // Of every table: there is no name to tell.
  rule('vacuum full$', 'ACCESS EXCLUSIVE'),
  rule(
    `(?:vacuum|analy[sz]e) ?${OPTIONS}(?:(?:freeze|verbose|analy[sz]e) )*@@`,
    'SHARE UPDATE EXCLUSIVE',
  ),
  rule('insert into @', 'ROW EXCLUSIVE'),
  rule('update @', 'ROW EXCLUSIVE'),
  rule('delete from @', 'ROW EXCLUSIVE'),
  rule('merge into @', 'ROW EXCLUSIVE'),
  rule('copy @.*? from\\b', 'ROW EXCLUSIVE'),
  rule('with ...\\b(?:insert into|delete from|update) @', 'ROW EXCLUSIVE'),
];

/** What a part of an `ALTER TABLE` needs; anything else is ACCESS EXCLUSIVE. */
const ALTER_TABLE_RULES: readonly LockRule[] = [
  rule('validate constraint', 'SHARE UPDATE EXCLUSIVE'),
  rule('alter (?:column )?(?:#|\\d+) (?:set statistics|(?:re)?set ?\\()', 'SHARE UPDATE EXCLUSIVE'),
  rule(
    '(?:re)?set ?\\((?!.*\\b(?:user_catalog_table|security_barrier|security_invoker|check_option)\\b)',
    'SHARE UPDATE EXCLUSIVE',
  ),
  rule('(?:cluster on|set without cluster)', 'SHARE UPDATE EXCLUSIVE'),
  rule('attach partition', 'SHARE UPDATE EXCLUSIVE'),
  rule('detach partition .*\\b(?:concurrently|finalize)$', 'SHARE UPDATE EXCLUSIVE'),
  rule('(?:enable|disable) (?:(?:replica|always) )?trigger', 'SHARE ROW EXCLUSIVE'),
  rule('add (?:constraint # )?foreign key', 'SHARE ROW EXCLUSIVE'),
];

const LOCK_TABLE = new RegExp(
  `^lock (?:table )?(?<names>${ITEM}(?:,${ITEM})*)(?: in (?<mode>[a-z ]+?) mode)?(?: nowait)?$`,
);
/** A partition is locked with what it joins or leaves. */
const PARTITION = new RegExp(`^(?:attach|detach) partition (?<table>${NAME})`);
const CREATED_TABLE = new RegExp(`^${NEW_TABLE} (?:if not exists )?(?<table>${NAME})`);
const MAY_REFER = /^(?:create (?:schema|(?:\S+ )*?table) |alter (?:foreign )?table )/;
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
