import {
  blockedBy,
  flattenStatement,
  type KnownRelations,
  LOCK_MODES,
  type LockMode as PostgresLockMode,
  partsOf,
  statementLocks as relationLocks,
} from '@schema-service/postgres-sql';
import type { LintLock, LockDuration, LockMode } from '../lint-finding.ts';
import { type LintScript, type LintStatement, statementText } from '../sql/parse-script.ts';
import { format, type RelationName } from '../sql/relation-name.ts';
import { type DatabaseState, keyOf } from './database-state.ts';
import { rowWork, statementDuration } from './row-work.ts';

/** A lock that a statement takes on a table that older versions made. */
export interface TableLock {
  readonly table: RelationName;
  readonly mode: LockMode;
  readonly duration: LockDuration;
}

/**
 * The locks that a statement takes on tables that older versions made, as `postgres-sql` reads them, and for how long
 * each table is worked on. Weaker modes than SHARE UPDATE EXCLUSIVE are left out: they stand in nobody's way. So are
 * the locks on sequences, and on indexes whose table the version does not tell. The suite compares them with `pg_locks`.
 */
export function statementLocks(
  script: LintScript,
  statement: LintStatement,
  database: DatabaseState,
): TableLock[] {
  const flat = flattenStatement(statementText(script, statement));
  const work = [...rowWork(statement.node, database)];
  const whole = statementDuration(statement.node);
  return relationLocks(flat, knownRelations(database)).flatMap(({ relation, kind, mode }) => {
    if (kind !== 'table' || !standsInTheWay(mode)) return [];
    const table = nameOf(relation);
    const key = keyOf(database, table);
    const own = work.filter((one) => keyOf(database, one.table) === key);
    return [{ table, mode, duration: longest([whole, ...own.map(({ duration }) => duration)]) }];
  });
}

const knownRelations = ({ defaultSchema, indexes, tables }: DatabaseState): KnownRelations => ({
  defaultSchema,
  indexes,
  isMade: (key) => tables.get(key)?.isNew ?? false,
});

function nameOf(relation: string): RelationName {
  const [name = '', schema] = partsOf(relation).toReversed();
  return schema === undefined ? { name } : { schema, name };
}

const standsInTheWay = (mode: PostgresLockMode): mode is LockMode => blockedBy(mode) !== 'nothing';

const DURATIONS: readonly LockDuration[] = [
  'instant',
  'a scan of every row',
  'a rewrite of every row',
];

const longest = (durations: readonly LockDuration[]): LockDuration =>
  DURATIONS.findLast((duration) => durations.includes(duration)) ?? 'instant';

/** The stronger mode and the longer duration: a statement takes all of its locks before it works. */
export function strongest(one: TableLock, other: TableLock): TableLock {
  const isStronger = LOCK_MODES.indexOf(one.mode) < LOCK_MODES.indexOf(other.mode);
  return {
    table: one.table,
    mode: isStronger ? other.mode : one.mode,
    duration: longest([one.duration, other.duration]),
  };
}

/** Whether clients notice it. */
export const stopsTraffic = ({ mode }: TableLock): boolean => blockedBy(mode) !== 'schema changes';

/** The lock that a statement takes on a table, as a finding about a part of it tells it. */
export function lockOn(
  { locks, database }: { readonly locks: readonly TableLock[]; readonly database: DatabaseState },
  table: RelationName,
  duration: LockDuration,
): LintLock | undefined {
  const key = keyOf(database, table);
  const taken = locks.find((lock) => keyOf(database, lock.table) === key);
  return taken && lintLock({ table, mode: taken.mode, duration });
}

/** A lock as a finding tells it. */
export function lintLock({ table, mode, duration }: TableLock): LintLock {
  const blocks = blockedBy(mode) as LintLock['blocks']; // no mode of the lint's blocks nothing
  return { mode, table: format(table), blocks, duration };
}
