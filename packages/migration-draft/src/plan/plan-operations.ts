import type { Extension, View } from '@schema-service/schema-model';
import type { ForeignKey, Table, TableIndex } from '../database/database.ts';
import type { Operation } from '../operation.ts';
import { changeTypes } from '../operations/change-types.ts';
import {
  addColumn,
  changeDefault,
  dropColumn,
  dropNotNull,
  setNotNull,
} from '../operations/columns.ts';
import { addEnumValues, createEnum, dropEnum, rebuildEnum } from '../operations/enums.ts';
import { createIndex, dropIndex, temporaryName } from '../operations/indexes.ts';
import {
  addForeignKey,
  addForeignKeyOfNewTable,
  changePrimaryKey,
  dropForeignKey,
  replaceForeignKey,
} from '../operations/keys.ts';
import { createExtension, createNamespace } from '../operations/namespaces.ts';
import {
  renameEnums,
  renameEnumValues,
  renameIndexes,
  renameParts,
  renameTables,
} from '../operations/renames.ts';
import { createTable, dropTable, givenIndexes, waitingIndexes } from '../operations/tables.ts';
import { isSameKey, type TableChange, tableChange } from './table-change.ts';
import { onlyGrows, type Transition } from './transition.ts';
import { viewOperations } from './view-operations.ts';

export interface PlanInput {
  readonly transition: Transition;
  readonly views: { readonly before: readonly View[]; readonly after: readonly View[] };
}

/**
 * The operations that lead from one database to the other. Within a stage they
 * run in this order, and are taken back in the opposite one.
 */
export function planOperations({ transition: whole, views }: PlanInput): readonly Operation[] {
  const { tables, enums } = whole;
  const changedEnums = enums.kept.filter(hasOtherValues);
  const rebuilt = changedEnums.filter((pair) => !onlyGrows(pair));
  const changes = tables.kept.map((pair) => tableChange(pair, whole));
  const byTable = new Map(changes.map((change) => [change.table.key, change]));
  const view = viewOperations(views, whole, changes);
  // What the schema drops by itself stands in nobody's way.
  const structure = whole.structure.filter(({ name }) => !view.gone.has(name));
  const transition = { ...whole, structure };
  const keys = foreignKeyChanges(byTable, transition);
  const newTables = tables.added.flatMap((table) =>
    table.foreignKeys.map((key) =>
      addForeignKeyOfNewTable(
        table,
        key,
        transition,
        stageOfNewKey(table, key, transition, byTable),
      ),
    ),
  );
  return [
    ...namespaces(transition, views).map(createNamespace),
    ...newExtensions(transition).map(createExtension),
    ...enums.added.map((type) => createEnum(type, transition)),
    ...changedEnums.filter(onlyGrows).map((pair) => addEnumValues(pair, transition)),
    ...tables.added.map((table) => createTable(table, transition)),
    ...newTables,
    ...changes.flatMap(({ table, added }) =>
      added.map((column) => addColumn(table, column, transition)),
    ),
    ...changes.flatMap((change) => nullOperations(change, transition)),
    ...changes.flatMap((change) => newIndexes(change, transition)),
    ...keys.added,
    ...view.dropped,
    ...keys.dropped,
    ...changes.flatMap((change) => droppedIndexes(change, transition, true)),
    ...rebuilt.map((pair) => rebuildEnum(pair, transition)),
    ...changes.flatMap(({ table, retyped }) =>
      retyped.length === 0 ? [] : [changeTypes(table, retyped, transition)],
    ),
    ...changes.flatMap(({ table, key }) => {
      if (key === undefined) return [];
      return [changePrimaryKey({ table, ...key }, transition)];
    }),
    ...renameEnums(transition),
    ...enums.kept.flatMap((pair) =>
      transition.rebuilt.has(pair.after.key) ? [] : (renameEnumValues(pair, transition) ?? []),
    ),
    ...tables.removed.flatMap((table) =>
      renameIndexes(table, givenIndexes(table, transition), transition),
    ),
    ...tableRenames(changes, keys, transition),
    ...tables.added.flatMap((table) =>
      renameIndexes(table, waitingIndexes(table, transition), transition),
    ),
    ...view.renamed,
    ...changes.flatMap(({ table, defaults }) =>
      defaults.map((pair) => changeDefault(table, pair, transition)),
    ),
    ...view.created,
    ...changes.flatMap((change) => droppedIndexes(change, transition, false)),
    ...droppedColumns(changes, transition),
    ...tables.removed.map((table) => dropTable(table, transition)),
    ...enums.removed.map(dropEnum),
  ];
}

function newExtensions({ before, after }: Transition): readonly Extension[] {
  const known = new Set(before.extensions.map(({ dbName }) => dbName));
  return after.extensions.filter(({ dbName }) => !known.has(dbName));
}

const hasOtherValues = ({ before, after }: Transition['enums']['kept'][number]): boolean =>
  before.values.map(({ key }) => key).join('\n') !== after.values.map(({ key }) => key).join('\n');

/** Schemas of PostgreSQL that something is in now, and nothing was. */
function namespaces({ before, after }: Transition, views: PlanInput['views']): readonly string[] {
  const used = (
    { tables, enums }: Transition['before'],
    all: readonly View[],
  ): readonly string[] => [
    ...[...tables.values(), ...enums.values()].map(({ name }) => name.namespace),
    ...all.map(({ namespace }) => namespace ?? 'public'),
  ];
  const known = new Set(used(before, views.before));
  return [...new Set(used(after, views.after))]
    .filter((name) => name !== 'public' && !known.has(name))
    .sort();
}

/** A table's new name, and then those of what belongs to it. */
function tableRenames(
  changes: readonly TableChange[],
  { renamed }: ForeignKeyChanges,
  transition: Transition,
): readonly Operation[] {
  const later: Operation[] = [];
  const parts = (change: TableChange): readonly Operation[] => {
    const names = {
      indexes: indexRenames(change),
      foreignKeys: renamed.get(change.table.key) ?? [],
      keepsKey: change.key === undefined,
    };
    const renames = renameParts(change.pair, names, transition);
    later.push(...renames.later);
    return renames.operations;
  };
  const renames = renameTables(transition);
  const last = new Map(renames.map(({ table }, index) => [table, index]));
  return [
    ...renames.flatMap(({ table, operation }, index) => {
      const own = changes.filter((change) => change.table.key === table);
      return [operation, ...(last.get(table) === index ? own.flatMap(parts) : [])];
    }),
    ...changes.filter(({ table }) => !last.has(table.key)).flatMap(parts),
    ...later,
  ];
}

function nullOperations(
  { table, required, optional, pair }: TableChange,
  transition: Transition,
): readonly Operation[] {
  const inOldKey = new Set(pair.before.primaryKey?.columns);
  return [
    ...required.map((column) => setNotNull(table, column, transition)),
    ...optional.map((column) =>
      dropNotNull(table, column, transition, inOldKey.has(column.before.key)),
    ),
  ];
}

/** Whether something of a table is not there, or has no meaning, before the switch. */
const touchesRetyped = ({ retyped }: TableChange, columns: readonly string[]): boolean =>
  retyped.some(({ after }) => columns.includes(after.key));

function isLateIndex(change: TableChange, index: TableIndex): boolean {
  const { before, after } = change.pair;
  const renames = after.columns.some(
    ({ key, name }) => before.columns.find((column) => column.key === key)?.name !== name,
  );
  // On the way back it goes before the key of those columns comes back, which others point at.
  const wasKey = index.isUnique && before.primaryKey?.columns.join() === index.columns.join();
  return touchesRetyped(change, index.columns) || (index.where !== undefined && renames) || wasKey;
}

function newIndexes(change: TableChange, transition: Transition): readonly Operation[] {
  return change.indexes.added.map((index) =>
    createIndex(change.table, index, transition, {
      isLate: isLateIndex(change, index),
      isNameTaken: change.takenNames.has(index.name),
    }),
  );
}

const indexRenames = (
  change: TableChange,
): readonly { readonly from: string; readonly to: string }[] => [
  ...change.indexes.kept.map(({ before, after }) => ({ from: before.name, to: after.name })),
  ...change.indexes.added
    .filter((index) => change.takenNames.has(index.name) && !isLateIndex(change, index))
    .map((index) => ({ from: temporaryName(index), to: index.name })),
];

function droppedIndexes(
  change: TableChange,
  transition: Transition,
  early: boolean,
): readonly Operation[] {
  const { table, indexes, pair, removed } = change;
  const gone = new Set(removed.map(({ key }) => key));
  return indexes.removed.flatMap((index): Operation[] => {
    // Another index gets its name in the switch.
    const givesName = [pair.before, pair.after].some((one) =>
      transition.isIndexName({ ...one.name, name: index.name }, 'after'),
    );
    const isEarly = touchesRetyped(change, index.columns) || givesName;
    if (isEarly !== early) return [];
    const withColumn = index.columns.some((column) => gone.has(column));
    return [dropIndex(table, index, transition, { isEarly, withColumn })];
  });
}

/** Columns of foreign keys first: the way back looks their values up by what the others hold. */
function droppedColumns(
  changes: readonly TableChange[],
  transition: Transition,
): readonly Operation[] {
  const all = changes.flatMap(({ table, pair, removed }) =>
    removed.map((column) => ({
      table,
      column,
      refers: pair.before.foreignKeys.some(({ columns }) => columns.includes(column.key)),
    })),
  );
  return [...all.filter(({ refers }) => refers), ...all.filter(({ refers }) => !refers)].map(
    ({ table, column }) => dropColumn(table, column, transition),
  );
}

interface ForeignKeyChanges {
  readonly added: readonly Operation[];
  readonly dropped: readonly Operation[];
  /** By the key of their table. */
  readonly renamed: ReadonlyMap<string, readonly { readonly from: string; readonly to: string }[]>;
}

/** What is other in tables, by their keys. */
type TableChanges = ReadonlyMap<string, TableChange>;

function foreignKeyChanges(changes: TableChanges, transition: Transition): ForeignKeyChanges {
  const added: Operation[] = [];
  const dropped: Operation[] = transition.tables.removed.flatMap((table) =>
    table.foreignKeys.map((key) => dropForeignKey(table, key, transition)),
  );
  const renamed = new Map<string, { readonly from: string; readonly to: string }[]>();
  for (const { table, foreignKeys, pair } of changes.values()) {
    for (const key of foreignKeys.removed) {
      dropped.push(dropForeignKey(pair.before, key, transition));
    }
    for (const key of foreignKeys.added) {
      added.push(addForeignKey(table, key, transition, isLateKey(table, key, transition, changes)));
    }
    for (const { before, after } of foreignKeys.kept) {
      const isLate = isLateKey(table, after, transition, changes);
      if (!isSameKey(before, after) || needsNewKey(table, after, changes)) {
        dropped.push(dropForeignKey(pair.before, before, transition));
        added.push(addForeignKey(table, after, transition, isLate || before.name === after.name));
        continue;
      }
      if (before.onDelete !== after.onDelete || before.onUpdate !== after.onUpdate) {
        dropped.push(replaceForeignKey(table, { before, after }, transition));
      }
      if (before.name === after.name) continue;
      const names = renamed.get(table.key) ?? [];
      renamed.set(table.key, [...names, { from: before.name, to: after.name }]);
    }
  }
  return { added, dropped, renamed };
}

/** Whether the key cannot stay through the switch: values of its columns become others, or what it points at is another key. */
function needsNewKey(table: Table, key: ForeignKey, changes: TableChanges): boolean {
  const isRetyped = (one: string, columns: readonly string[]): boolean => {
    const change = changes.get(one);
    return change !== undefined && touchesRetyped(change, columns);
  };
  return (
    isRetyped(table.key, key.columns) ||
    isRetyped(key.target, key.targetColumns) ||
    pointsAtChanged(key, changes.get(key.target))
  );
}

const sorted = (columns: readonly string[]): string => [...columns].sort().join();

/** Whether a key points at columns whose primary key, or unique index, the switch replaces. */
function pointsAtChanged({ targetColumns }: ForeignKey, target: TableChange | undefined): boolean {
  const isTarget = (columns: readonly string[] | undefined): boolean =>
    columns !== undefined && sorted(columns) === sorted(targetColumns);
  if (target === undefined) return false;
  return (
    (target.key !== undefined &&
      (isTarget(target.key.before?.columns) || isTarget(target.key.after?.columns))) ||
    target.indexes.removed.some(({ isUnique, columns }) => isUnique && isTarget(columns))
  );
}

function isLateKey(
  table: Table,
  key: ForeignKey,
  transition: Transition,
  changes: TableChanges,
): boolean {
  const target = transition.after.tables.get(key.target);
  const isNew = (one: Table | undefined): boolean => one !== undefined && transition.isLate(one);
  return isNew(table) || isNew(target) || needsNewKey(table, key, changes);
}

/** A key of a new table is made with it, unless what it points at comes later. */
function stageOfNewKey(
  table: Table,
  key: ForeignKey,
  transition: Transition,
  changes: TableChanges,
): 'expand' | 'constrain' | 'relink' {
  if (isLateKey(table, key, transition, changes)) return 'relink';
  const target = transition.before.tables.get(key.target);
  if (target === undefined) return 'expand';
  const keys = [
    ...(target.primaryKey === undefined ? [] : [target.primaryKey]),
    ...target.indexes.filter(({ isUnique, where }) => isUnique && where === undefined),
  ];
  return keys.some(({ columns }) => sorted(columns) === sorted(key.targetColumns))
    ? 'expand'
    : 'constrain';
}
