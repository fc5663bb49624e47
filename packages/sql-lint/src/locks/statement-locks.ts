import type { Node, RangeVar } from 'libpg-query';
import { hasOption } from '../ast/option.ts';
import { createdColumns } from '../ast/table-parts.ts';
import { listedName, type RelationName, relationName } from '../sql/relation-name.ts';
import { type DatabaseState, keyOf, tableOf } from '../state/database-state.ts';
import { alterTableLocks } from './alter-table-locks.ts';
import { strongest, type TableLock } from './lock.ts';

/**
 * The locks that a statement takes on tables that older versions made, from SHARE UPDATE EXCLUSIVE on: weaker ones
 * stand in nobody's way. From the reference pages of the commands; the suite compares them with `pg_locks`.
 */
export function statementLocks(node: Node, database: DatabaseState): TableLock[] {
  const locks = new Map<string, TableLock>();
  for (const lock of [...alterTableLocks(node, database), ...otherLocks(node, database)]) {
    if (tableOf(database, lock.table).isNew) continue;
    const key = keyOf(database, lock.table);
    const known = locks.get(key);
    locks.set(key, known ? strongest(known, lock) : lock);
  }
  return [...locks.values()];
}

function otherLocks(node: Node, database: DatabaseState): TableLock[] {
  if ('IndexStmt' in node) {
    return node.IndexStmt.concurrent
      ? on(node.IndexStmt.relation, 'SHARE UPDATE EXCLUSIVE', 'a scan of every row')
      : on(node.IndexStmt.relation, 'SHARE', 'a scan of every row');
  }
  if ('CreateStmt' in node) return creationLocks(node);
  if ('CreateTrigStmt' in node) {
    return on(node.CreateTrigStmt.relation, 'SHARE ROW EXCLUSIVE', 'instant');
  }
  if ('CreatePolicyStmt' in node)
    return on(node.CreatePolicyStmt.table, 'ACCESS EXCLUSIVE', 'instant');
  if ('AlterPolicyStmt' in node)
    return on(node.AlterPolicyStmt.table, 'ACCESS EXCLUSIVE', 'instant');
  if ('RuleStmt' in node) return on(node.RuleStmt.relation, 'ACCESS EXCLUSIVE', 'instant');
  if ('TruncateStmt' in node) {
    return (node.TruncateStmt.relations ?? []).flatMap((part) =>
      'RangeVar' in part ? on(part.RangeVar, 'ACCESS EXCLUSIVE', 'instant') : [],
    );
  }
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent } = node.RefreshMatViewStmt;
    return concurrent
      ? on(relation, 'EXCLUSIVE', 'a scan of every row')
      : on(relation, 'ACCESS EXCLUSIVE', 'a rewrite of every row');
  }
  if ('ClusterStmt' in node) {
    return on(node.ClusterStmt.relation, 'ACCESS EXCLUSIVE', 'a rewrite of every row');
  }
  if ('ReindexStmt' in node) return reindexLocks(node);
  if ('VacuumStmt' in node) return vacuumLocks(node);
  if ('RenameStmt' in node) return renameLocks(node);
  if ('AlterObjectSchemaStmt' in node) {
    return on(node.AlterObjectSchemaStmt.relation, 'ACCESS EXCLUSIVE', 'instant');
  }
  return 'DropStmt' in node ? dropLocks(node, database) : [];
}

function on(
  relation: RangeVar | undefined,
  mode: TableLock['mode'],
  duration: TableLock['duration'],
): TableLock[] {
  return relation ? [{ table: relationName(relation), mode, duration }] : [];
}

/** A new table locks those that its keys point to, and the table that it is a part of. */
function creationLocks(node: Extract<Node, { CreateStmt: unknown }>): TableLock[] {
  const { relation, tableElts = [], inhRelations = [], partbound } = node.CreateStmt;
  const constraints = [
    ...tableElts.flatMap((part) => ('Constraint' in part ? [part.Constraint] : [])),
    ...createdColumns(node).flatMap((column) => column.constraints),
  ];
  const parent = partbound ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
  return [
    ...constraints
      .filter(({ pktable }) => pktable?.relname !== relation?.relname)
      .flatMap(({ pktable }) => on(pktable, 'SHARE ROW EXCLUSIVE', 'instant')),
    ...inhRelations.flatMap((part) =>
      'RangeVar' in part ? on(part.RangeVar, parent, 'instant') : [],
    ),
  ];
}

/** An index is rebuilt under the lock of its table, which the statement does not name. */
function reindexLocks(node: Extract<Node, { ReindexStmt: unknown }>): TableLock[] {
  const { kind, relation, params } = node.ReindexStmt;
  if (kind !== 'REINDEX_OBJECT_TABLE') return [];
  const mode = hasOption(params, 'concurrently') ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  return on(relation, mode, 'a scan of every row');
}

function vacuumLocks(node: Extract<Node, { VacuumStmt: unknown }>): TableLock[] {
  const { rels = [], options } = node.VacuumStmt;
  return rels.flatMap((part) => {
    if (!('VacuumRelation' in part)) return [];
    return hasOption(options, 'full')
      ? on(part.VacuumRelation.relation, 'ACCESS EXCLUSIVE', 'a rewrite of every row')
      : on(part.VacuumRelation.relation, 'SHARE UPDATE EXCLUSIVE', 'a scan of every row');
  });
}

const TABLE_RENAMES: readonly unknown[] = [
  'OBJECT_TABLE',
  'OBJECT_COLUMN',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_TRIGGER',
  'OBJECT_POLICY',
  'OBJECT_RULE',
];

function renameLocks(node: Extract<Node, { RenameStmt: unknown }>): TableLock[] {
  const { renameType, relation } = node.RenameStmt;
  // An index is renamed without a lock on its table.
  return TABLE_RENAMES.includes(renameType) ? on(relation, 'ACCESS EXCLUSIVE', 'instant') : [];
}

function dropLocks(
  node: Extract<Node, { DropStmt: unknown }>,
  database: DatabaseState,
): TableLock[] {
  const { removeType, objects = [], concurrent } = node.DropStmt;
  return objects.flatMap((object): TableLock[] => {
    const names = 'List' in object ? object.List.items : undefined;
    const table = droppedFrom(removeType, names, database);
    if (!table) return [];
    const mode = concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    return [{ table, mode, duration: 'instant' }];
  });
}

/** The table that dropping something locks, where the statement or the version tells it. */
function droppedFrom(
  removeType: string | undefined,
  names: readonly Node[] | undefined,
  database: DatabaseState,
): RelationName | undefined {
  switch (removeType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return listedName(names);
    case 'OBJECT_INDEX':
      return tableOfIndex(database, listedName(names));
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return listedName(names?.slice(0, -1));
    default:
      return undefined;
  }
}

/** The name of an index's table, where this version made the index. */
function tableOfIndex(database: DatabaseState, index: RelationName): RelationName | undefined {
  const key = database.indexes.get(keyOf(database, index));
  if (key === undefined) return undefined;
  const [schema, name] = JSON.parse(key) as [string, string]; // as keyOf made it
  return schema === database.defaultSchema ? { name } : { schema, name };
}
