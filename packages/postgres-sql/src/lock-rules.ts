import type { LockMode } from './lock-mode.ts';
import { NAME } from './relation-name.ts';

/** A kind of statement, by its flattened text, and the lock that it takes on the relations in its `names`. */
export interface LockRule {
  readonly pattern: RegExp;
  readonly mode: LockMode;
  /** What the names are; a statement on an index locks its table, too. */
  readonly kind: 'table' | 'index';
}

/** `@` is one name, `@@` a list of them. */
function rule(text: string, mode: LockMode, kind: LockRule['kind'] = 'table'): LockRule {
  const source = text
    .replace('@@', `(?<names>(?:only )?${NAME}(?:,(?:only )?${NAME})*)`)
    .replace('@', `(?:only )?(?<names>${NAME})`);
  return { pattern: new RegExp(`^${source}`), mode, kind };
}

/** An option in parentheses that is on: `(full)`, `(verbose,full true)`. */
const ON = (option: string): string => `\\((?:[^)]*,)?${option}(?: (?:on|true|1))?(?:,[^)]*)?\\) ?`;

const OPTIONS = '(?:\\([^)]*\\) ?)?';

/**
 * The first that matches counts. From the reference pages of the commands in
 * PostgreSQL's documentation; `ALTER TABLE` has a table of its own.
 */
export const LOCK_RULES: readonly LockRule[] = [
  rule('create (?:unique )?index concurrently (?:.*? )?on @', 'SHARE UPDATE EXCLUSIVE'),
  rule('create (?:unique )?index (?:.*? )?on @', 'SHARE'),
  rule('drop index concurrently (?:if exists )?@@', 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule('drop index (?:if exists )?@@', 'ACCESS EXCLUSIVE', 'index'),
  rule(
    'drop (?:table|view|materialized view|sequence|foreign table) (?:if exists )?@@',
    'ACCESS EXCLUSIVE',
  ),
  rule('truncate (?:table )?@@', 'ACCESS EXCLUSIVE'),
  rule('create table (?:if not exists )?\\S+ partition of @', 'ACCESS EXCLUSIVE'),
  rule('create or replace (?:recursive )?view @', 'ACCESS EXCLUSIVE'),
  rule('create (?:or replace )?(?:constraint )?trigger .*? on @', 'SHARE ROW EXCLUSIVE'),
  rule('(?:drop|alter) trigger .*? on @', 'ACCESS EXCLUSIVE'),
  rule('(?:create|alter|drop) policy .*? on @', 'ACCESS EXCLUSIVE'),
  rule('create (?:or replace )?rule .*? to @', 'ACCESS EXCLUSIVE'),
  rule('create statistics .* from @', 'SHARE UPDATE EXCLUSIVE'),
  rule('comment on (?:table|view|materialized view) @', 'SHARE UPDATE EXCLUSIVE'),
  rule('comment on index @', 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule('alter index (?:if exists )?@ (?:rename|attach)', 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule('alter index (?:if exists )?@', 'ACCESS EXCLUSIVE', 'index'),
  rule(
    'alter (?:view|materialized view|sequence|foreign table) (?:if exists )?@',
    'ACCESS EXCLUSIVE',
  ),
  rule(`reindex ?${OPTIONS}table concurrently @`, 'SHARE UPDATE EXCLUSIVE'),
  rule(`reindex ?${ON('concurrently')}table @`, 'SHARE UPDATE EXCLUSIVE'),
  rule(`reindex ?${OPTIONS}table @`, 'SHARE'),
  rule(`reindex ?${OPTIONS}index concurrently @`, 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule(`reindex ?${ON('concurrently')}index @`, 'SHARE UPDATE EXCLUSIVE', 'index'),
  rule(`reindex ?${OPTIONS}index @`, 'SHARE', 'index'),
  rule('refresh materialized view concurrently @', 'EXCLUSIVE'),
  rule('refresh materialized view @', 'ACCESS EXCLUSIVE'),
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
  rule('with .*?\\b(?:insert into|delete from|update) @', 'ROW EXCLUSIVE'),
];

/** What a part of an `ALTER TABLE` needs; anything else is ACCESS EXCLUSIVE. */
export const ALTER_TABLE_RULES: readonly LockRule[] = [
  rule('validate constraint', 'SHARE UPDATE EXCLUSIVE'),
  rule('alter (?:column )?\\S+ set ?(?:statistics|\\(n_distinct)', 'SHARE UPDATE EXCLUSIVE'),
  rule('(?:re)?set ?\\((?:fillfactor|toast|autovacuum|parallel)', 'SHARE UPDATE EXCLUSIVE'),
  rule('(?:cluster on|set without cluster)', 'SHARE UPDATE EXCLUSIVE'),
  rule('attach partition', 'SHARE UPDATE EXCLUSIVE'),
  rule('detach partition .*\\b(?:concurrently|finalize)$', 'SHARE UPDATE EXCLUSIVE'),
  rule('(?:enable|disable) (?:(?:replica|always) )?trigger', 'SHARE ROW EXCLUSIVE'),
  rule('add (?:constraint \\S+ )?foreign key', 'SHARE ROW EXCLUSIVE'),
];
