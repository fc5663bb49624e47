import type { LockMode } from './lock-mode.ts';
import { NAME } from './relation-name.ts';

/** A kind of statement, by its flattened text, and the lock that it takes on the relations in its `names`. */
export interface LockRule {
  readonly pattern: RegExp;
  readonly mode: LockMode;
}

/** `@` is one name, `@@` a list of them. */
function rule(text: string, mode: LockMode): LockRule {
  const source = text
    .replace('@@', `(?<names>(?:only )?${NAME}(?:,(?:only )?${NAME})*)`)
    .replace('@', `(?:only )?(?<names>${NAME})`);
  return { pattern: new RegExp(`^${source}`), mode };
}

/**
 * The first that matches counts. From the reference pages of the commands in
 * PostgreSQL's documentation; `ALTER TABLE` has a table of its own.
 */
export const LOCK_RULES: readonly LockRule[] = [
  rule('create (?:unique )?index concurrently (?:.*? )?on @', 'SHARE UPDATE EXCLUSIVE'),
  rule('create (?:unique )?index (?:.*? )?on @', 'SHARE'),
  rule('drop index concurrently (?:if exists )?@@', 'SHARE UPDATE EXCLUSIVE'),
  rule(
    'drop (?:table|index|view|materialized view|sequence|foreign table) (?:if exists )?@@',
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
  rule('comment on (?:table|view|materialized view|index) @', 'SHARE UPDATE EXCLUSIVE'),
  rule('alter index (?:if exists )?@ (?:rename|attach)', 'SHARE UPDATE EXCLUSIVE'),
  rule(
    'alter (?:index|view|materialized view|sequence|foreign table) (?:if exists )?@',
    'ACCESS EXCLUSIVE',
  ),
  rule('reindex ?(?:\\(.*?\\) ?)?(?:table|index) concurrently @', 'SHARE UPDATE EXCLUSIVE'),
  rule('reindex ?(?:\\(.*?\\) ?)?(?:table|index) @', 'SHARE'),
  rule('refresh materialized view concurrently @', 'EXCLUSIVE'),
  rule('refresh materialized view @', 'ACCESS EXCLUSIVE'),
  rule('cluster (?:verbose )?@', 'ACCESS EXCLUSIVE'),
  rule('vacuum ?(?:\\([^)]*\\bfull\\b[^)]*\\) ?|full )(?:verbose )?@@', 'ACCESS EXCLUSIVE'),
  rule('(?:vacuum|analyze) ?(?:\\(.*?\\) ?)?(?:verbose |analyze )*@@', 'SHARE UPDATE EXCLUSIVE'),
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
