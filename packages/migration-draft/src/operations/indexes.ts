import { quoteIdentifier } from '@schema-service/postgres-sql';
import type { Table, TableIndex } from '../database/database.ts';
import { distinctName, sqlName } from '../database/names.ts';
import { type Operation, statement } from '../operation.ts';
import type { Moment, Transition } from '../plan/transition.ts';

export interface IndexOptions {
  readonly name?: string;
  readonly isConcurrent?: boolean;
}

export function createIndexSql(
  table: Table,
  index: TableIndex,
  moment: Moment,
  transition: Transition,
  { name = index.name, isConcurrent = false }: IndexOptions = {},
): string {
  const parts = index.columns.map(
    (key, place) => `${transition.column(table.key, key, moment)}${index.suffixes[place] ?? ''}`,
  );
  if (index.isConstraint) {
    return `ALTER TABLE ${transition.table(table.key, moment)} ADD CONSTRAINT ${quoteIdentifier(name)} UNIQUE (${parts.join(', ')})`;
  }
  const method = index.method === '' ? '' : ` USING ${index.method} `;
  const where = index.where === undefined ? '' : ` WHERE (${index.where})`;
  return `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${isConcurrent ? 'CONCURRENTLY ' : ''}${quoteIdentifier(name)} ON ${transition.table(table.key, moment)}${method}(${parts.join(', ')})${where}`;
}

/** An index as `DROP INDEX` and `ALTER INDEX` name it. */
export function indexSql(
  table: Table,
  name: string,
  moment: Moment,
  { tableName }: Transition,
): string {
  return sqlName({ ...tableName(table.key, moment), name });
}

/** Built while the table is written to. `isLate`: it needs what the switch makes. */
export function createIndex(
  table: Table,
  index: TableIndex,
  transition: Transition,
  { isLate, isNameTaken }: { readonly isLate: boolean; readonly isNameTaken: boolean },
): Operation {
  const moment = isLate ? 'after' : 'before';
  const name = isNameTaken && !isLate ? temporaryName(index) : index.name;
  const create = createIndexSql(table, index, moment, transition, { name, isConcurrent: true });
  const place = transition.table(table.key, moment);
  return {
    act: 'create index',
    parts: [
      {
        stage: isLate ? 'reindex' : 'index',
        locks: [table.key],
        isConcurrent: true,
        up: [statement(create)],
        down: [statement(`DROP INDEX CONCURRENTLY ${indexSql(table, name, moment, transition)}`)],
        ...(index.isUnique
          ? { note: `${index.name} cannot be built while rows of ${place} have the same values.` }
          : {}),
      },
    ],
  };
}

/** What an index is called until the one whose name it takes is gone. */
export const temporaryName = ({ name }: { readonly name: string }): string =>
  distinctName(name, '_new');

/** What an index of a table that goes is called once it has given its name away. */
export const formerName = ({ name }: { readonly name: string }): string =>
  distinctName(name, '_old');

/** An index that nothing is in the way of. `isEarly`: a column of it gets a type that it does not fit. */
export function dropIndex(
  table: Table,
  index: TableIndex,
  transition: Transition,
  { isEarly, withColumn }: { readonly isEarly: boolean; readonly withColumn: boolean },
): Operation {
  const moment = isEarly ? 'before' : 'after';
  const name = indexSql(table, index.name, moment, transition);
  // With its column it would go anyway, and the table is locked for a moment then.
  const isConcurrent = !isEarly && !withColumn && !index.isConstraint;
  const concurrently = isConcurrent ? 'CONCURRENTLY ' : '';
  return {
    act: 'drop index',
    parts: [
      {
        stage: isEarly ? 'switch' : isConcurrent ? 'unindex' : 'contract',
        locks: [table.key],
        ...(isConcurrent ? { isConcurrent: true as const } : {}),
        up: [
          statement(
            index.isConstraint
              ? `ALTER TABLE ${transition.table(table.key, moment)} DROP CONSTRAINT ${quoteIdentifier(index.name)}`
              : `DROP INDEX ${concurrently}${name}`,
          ),
        ],
        down: [statement(createIndexSql(table, index, moment, transition, { isConcurrent }))],
      },
    ],
  };
}
