import {
  type Column,
  type ForeignKey,
  isSameIndex,
  type PrimaryKey,
  type Table,
  type TableIndex,
} from '../database/database.ts';
import { type Matching, match, type Pair, type Transition } from './transition.ts';

/** What is other in a table that is there before and after. */
export interface TableChange {
  readonly pair: Pair<Table>;
  /** As it becomes. */
  readonly table: Table;
  readonly added: readonly Column[];
  readonly removed: readonly Column[];
  /** Columns of another type; their defaults and whether they are required change with it. */
  readonly retyped: readonly Pair<Column>[];
  readonly required: readonly Pair<Column>[];
  readonly optional: readonly Pair<Column>[];
  readonly defaults: readonly Pair<Column>[];
  readonly indexes: Matching<TableIndex>;
  /** Names of new indexes that something in the database has until the switch. */
  readonly takenNames: ReadonlySet<string>;
  readonly foreignKeys: Matching<ForeignKey>;
  readonly key: KeyChange | undefined;
}

interface KeyChange {
  readonly before: PrimaryKey | undefined;
  readonly after: PrimaryKey | undefined;
  readonly promoted: TableIndex | undefined;
  readonly isLate: boolean;
}

export function tableChange(pair: Pair<Table>, transition: Transition): TableChange {
  const { before, after } = pair;
  const columns = match(before.columns, after.columns);
  const isRetyped = ({ before: from, after: to }: Pair<Column>): boolean =>
    from.elementKey !== to.elementKey || from.isList !== to.isList;
  const retyped = columns.kept.filter(isRetyped);
  const others = columns.kept.filter((column) => !isRetyped(column));
  const indexes = matchIndexes(before.indexes, after.indexes);
  const key = keyChange(pair, indexes.removed, retyped);
  const promoted = key?.promoted;
  return {
    pair,
    table: after,
    added: columns.added,
    removed: columns.removed,
    retyped,
    required: others.filter(({ before: from, after: to }) => !from.isRequired && to.isRequired),
    optional: others.filter(({ before: from, after: to }) => from.isRequired && !to.isRequired),
    defaults: others.filter(
      ({ before: from, after: to }) =>
        (from.defaultKey !== to.defaultKey || from.isCounted !== to.isCounted) &&
        // An enum that is made anew gives its columns their defaults.
        !(to.field?.kind === 'enum' && transition.rebuilt.has(to.field.type)),
    ),
    indexes: { ...indexes, removed: indexes.removed.filter((index) => index !== promoted) },
    takenNames: takenNames(indexes.added, pair, transition),
    foreignKeys: matchForeignKeys(before.foreignKeys, after.foreignKeys),
    key,
  };
}

/** Indexes are the same where they say the same, those of one name first. */
function matchIndexes(
  before: readonly TableIndex[],
  after: readonly TableIndex[],
): Matching<TableIndex> {
  const left = new Set(before);
  const kept: Pair<TableIndex>[] = [];
  const added: TableIndex[] = [];
  const take = (index: TableIndex, isMatch: (other: TableIndex) => boolean): boolean => {
    const found = [...left].find((other) => isMatch(other) && isSameIndex(other, index));
    if (found === undefined) return false;
    left.delete(found);
    kept.push({ before: found, after: index });
    return true;
  };
  const unnamed = after.filter((index) => !take(index, ({ name }) => name === index.name));
  for (const index of unnamed) if (!take(index, () => true)) added.push(index);
  return { added, removed: [...left], kept };
}

/** A relation field may have another name: the key is the same where its columns are. */
function matchForeignKeys(
  before: readonly ForeignKey[],
  after: readonly ForeignKey[],
): Matching<ForeignKey> {
  const byField = match(before, after);
  const removed = [...byField.removed];
  const kept = [...byField.kept];
  const added = byField.added.filter((key) => {
    const found = removed.findIndex((other) => isSameKey(other, key));
    const [same] = found === -1 ? [] : removed.splice(found, 1);
    if (same !== undefined) kept.push({ before: same, after: key });
    return same === undefined;
  });
  return { added, removed, kept };
}

/** Whether two foreign keys say the same, but for their names and actions. */
export const isSameKey = (before: ForeignKey, after: ForeignKey): boolean =>
  before.target === after.target &&
  before.columns.join() === after.columns.join() &&
  before.targetColumns.join() === after.targetColumns.join();

function takenNames(
  indexes: readonly TableIndex[],
  { before, after }: Pair<Table>,
  { isIndexName }: Transition,
): ReadonlySet<string> {
  const isTaken = (name: string): boolean =>
    [before, after].some((table) => isIndexName({ ...table.name, name }, 'before'));
  return new Set(indexes.map(({ name }) => name).filter(isTaken));
}

function keyChange(
  { before, after }: Pair<Table>,
  removed: readonly TableIndex[],
  retyped: readonly Pair<Column>[],
): KeyChange | undefined {
  const [old, now] = [before.primaryKey, after.primaryKey];
  const says = (key: PrimaryKey | undefined): string =>
    key === undefined ? '' : JSON.stringify([key.columns, key.suffixes]);
  if (says(old) === says(now)) return undefined;
  return {
    before: old,
    after: now,
    promoted: removed.find(
      ({ isUnique, isConstraint, where, method, columns, suffixes }) =>
        isUnique &&
        isConstraint === undefined &&
        where === undefined &&
        method === '' &&
        says(now) === JSON.stringify([columns, suffixes]),
    ),
    isLate: retyped.some(({ after: column }) => now?.columns.includes(column.key)),
  };
}
