import { NAME } from './relation-name.ts';

/** PostgreSQL's table locks, from the weakest to the strongest (documentation, section 13.3.1). */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

/** The stronger of the modes. */
export function strongest(modes: readonly LockMode[]): LockMode {
  return (
    LOCK_MODES[Math.max(0, ...modes.map((mode) => LOCK_MODES.indexOf(mode)))] ?? 'ACCESS SHARE'
  );
}

/** What other sessions cannot do while it is held. */
export function blockedBy(
  mode: LockMode,
): 'nothing' | 'schema changes' | 'writes' | 'reads and writes' {
  const strength = LOCK_MODES.indexOf(mode);
  if (strength >= LOCK_MODES.indexOf('ACCESS EXCLUSIVE')) return 'reads and writes';
  if (strength >= LOCK_MODES.indexOf('SHARE')) return 'writes';
  return strength >= LOCK_MODES.indexOf('SHARE UPDATE EXCLUSIVE') ? 'schema changes' : 'nothing';
}

/** A kind of statement, by its flattened text, and the lock that it takes on the relations in its `names`. */
export interface LockRule {
  readonly pattern: RegExp;
  readonly mode: LockMode;
  /** What the names are. A lock on an `index` is on its table, too; one on an `index alone` is not. */
  readonly on: 'table' | 'index' | 'index alone' | 'sequence';
}

/** The source of a pattern for a name in a list: `ONLY t`, `ONLY (t)`, `t *`, and `t (column)` as VACUUM has it. */
const ITEM = `(?:only[ (])?${NAME}\\)?(?: ?\\*)?(?:\\((?:"(?:[^"]|"")*"|[^")])*\\))?`;

/** The source of a pattern for a list of them. */
export const ITEMS: string = `(?<names>${ITEM}(?:,${ITEM})*)`;

/** Anything up to what follows it, where that does not stand in a quoted name. */
const ANY = '(?:"(?:[^"]|"")*"|[^"])*?';

/** `@` is one name, `@@` a list of them, `#` a name that is not locked, and `...` anything. */
function rule(text: string, mode: LockMode, on: LockRule['on'] = 'table'): LockRule {
  const source = text
    .replaceAll('#', NAME)
    .replace('...', ANY)
    .replace('@@', ITEMS)
    .replace('@', `(?<names>${ITEM})`);
  return { pattern: new RegExp(`^${source}`), mode, on };
}

/** An option in parentheses that is on: `(full)`, `(verbose,full true)`. */
const ON = (option: string): string => `\\((?:[^)]*,)?${option}(?: (?:on|true|1))?(?:,[^)]*)?\\) ?`;

const OPTIONS = '(?:\\([^)]*\\) ?)?';

/** The source of a pattern for what a `CREATE TABLE` begins with. */
export const NEW_TABLE: string =
  'create (?:(?:(?:global|local) )?(?:temp|temporary) |unlogged )?table';

/**
 * The first that matches counts. From the reference pages of the commands in
 * PostgreSQL's documentation; `ALTER TABLE` has a table of its own.
 */
export const LOCK_RULES: readonly LockRule[] = [
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
    'alter index (?!all in )(?:if exists )?@ (?:rename|attach|(?:re)?set ?\\(|alter )',
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

const WAITS_ASIDE: readonly RegExp[] = [
  /^(?:create (?:unique )?|drop )index concurrently\b/,
  new RegExp(`^reindex ?(?:${ON('concurrently')}|${OPTIONS}[a-z]+ concurrently\\b)`),
  /^alter table .*\bdetach partition .*\bconcurrently$/,
  new RegExp(`^vacuum(?! ?(?:${ON('full')}|full(?!\\S)))\\b`),
  /^analy[sz]e\b/,
];

/**
 * Whether a flattened statement waits for its locks without stopping anybody who reads or writes: what it waits with is
 * weak enough, and what it waits for takes long.
 */
export const waitsAside = (flat: string): boolean => WAITS_ASIDE.some((rule) => rule.test(flat));

/** What a part of an `ALTER TABLE` needs; anything else is ACCESS EXCLUSIVE. */
export const ALTER_TABLE_RULES: readonly LockRule[] = [
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
