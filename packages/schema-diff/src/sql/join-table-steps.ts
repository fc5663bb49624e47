import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { RenamedJoinTable } from './align-join-tables.ts';
import { nameWith, qualifiedName } from './names.ts';
import { move, type RenameStep, renameColumn, renameStep, typeName } from './rename-step.ts';

/** Stands for a name while two of them change places. */
const BETWEEN = '_between';

/**
 * Gives a join table the name and place that it has now. The names of its own key, index and
 * constraints come from the table's. Where the order of its two models has turned, the columns change
 * places, and with them the key and the index, whose columns have an order.
 */
export function joinTableSteps(tables: RenamedJoinTable): readonly RenameStep[] {
  const { previous, current, isTurned } = tables;
  return [
    ...move('TABLE', previous, current),
    ...(isTurned ? turnedSteps(tables) : keptSteps(tables)),
  ];
}

function keptSteps(tables: RenamedJoinTable): readonly RenameStep[] {
  return [
    ...renameIndex(tables, '_AB_pkey'),
    ...renameIndex(tables, '_B_index'),
    ...renameConstraint(tables, '_A_fkey', '_A_fkey'),
    ...renameConstraint(tables, '_B_fkey', '_B_fkey'),
  ];
}

function turnedSteps(tables: RenamedJoinTable): readonly RenameStep[] {
  const { previous, current } = tables;
  const table = typeName(current);
  const named = ({ dbName }: { readonly dbName: string }, suffix: string): string =>
    quoteIdentifier(nameWith(dbName, suffix));
  const index = qualifiedName(current.namespace, nameWith(current.dbName, '_B_index'));
  const oldIndex = qualifiedName(current.namespace, nameWith(previous.dbName, '_B_index'));
  const key = (drop: string, add: string, columns: string): string =>
    `ALTER TABLE ${table} DROP CONSTRAINT ${drop}, ADD CONSTRAINT ${add} PRIMARY KEY (${columns})`;
  const [oldKey, newKey] = [named(previous, '_AB_pkey'), named(current, '_AB_pkey')];
  return [
    ...renameConstraint(tables, '_A_fkey', BETWEEN),
    ...renameConstraint(tables, '_B_fkey', '_A_fkey'),
    ...renameConstraint({ ...tables, previous: current }, BETWEEN, '_B_fkey'),
    renameColumn(table, 'A', BETWEEN),
    renameColumn(table, 'B', 'A'),
    renameColumn(table, BETWEEN, 'B'),
    // What a down makes is made before its columns have their names again.
    renameStep(key(oldKey, newKey, '"A", "B"'), key(newKey, oldKey, '"B", "A"')),
    renameStep(
      `DROP INDEX ${oldIndex}`,
      `CREATE INDEX ${named(previous, '_B_index')} ON ${table} ("A")`,
    ),
    renameStep(
      `CREATE INDEX ${named(current, '_B_index')} ON ${table} ("B")`,
      `DROP INDEX ${index}`,
    ),
  ];
}

function renameIndex(
  { previous, current }: RenamedJoinTable,
  suffix: string,
): readonly RenameStep[] {
  const [before, after] = [nameWith(previous.dbName, suffix), nameWith(current.dbName, suffix)];
  if (before === after) return [];
  const rename = (one: string, other: string): string =>
    `ALTER INDEX IF EXISTS ${qualifiedName(current.namespace, one)} RENAME TO ${quoteIdentifier(other)}`;
  return [renameStep(rename(before, after), rename(after, before))];
}

function renameConstraint(
  { previous, current }: RenamedJoinTable,
  suffix: string,
  newSuffix: string,
): readonly RenameStep[] {
  const [before, after] = [nameWith(previous.dbName, suffix), nameWith(current.dbName, newSuffix)];
  if (before === after) return [];
  const rename = (one: string, other: string): string =>
    `ALTER TABLE ${typeName(current)} RENAME CONSTRAINT ${quoteIdentifier(one)} TO ${quoteIdentifier(other)}`;
  return [renameStep(rename(before, after), rename(after, before))];
}
