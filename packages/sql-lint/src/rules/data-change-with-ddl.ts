import { changesEveryRow, fillsNulls } from '../ast/changes-every-row.ts';
import { statementText } from '../sql/parse-script.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { firstLock } from '../state/transaction.ts';
import { inBatches } from './batches.ts';
import { migration, NEXT_MIGRATION } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const dataChangeWithDdl: LintRule = {
  kind: 'lintRule',
  id: 'data-change-with-ddl',
  severity: 'error',
  summary:
    'UPDATE or DELETE without WHERE after DDL in the same transaction, or UPDATE … WHERE column IS NULL after DDL of its table',
  why: 'The lock of the DDL is held until the commit, that is as long as all rows take to be written, and clients that have a row and wait for the table make a deadlock with it. Change the data in a migration of its own, in batches: -- migrator: batches = orders by id',
  *check(statement, { script, database, transaction }) {
    const { node } = statement;
    const every = changesEveryRow(node);
    const relation = every?.relation ?? fillsNulls(node);
    if (!relation) return;
    const table = relationName(relation);
    const state = tableOf(database, table);
    // Of the rows without a value there may be few, unless the column is as new as the lock.
    const held = every ? firstLock(transaction) : transaction.locks.get(state);
    if (!held || state.isNew) return;
    const instead = inBatches(node, table, database) ?? migration(statementText(script, statement));
    yield {
      message: `This ${every?.verb ?? 'UPDATE'} goes through ${format(table)} while the transaction holds its lock (${held.mode}) on ${format(held.table)}.`,
      recipe: `${NEXT_MIGRATION}\n${instead}`,
    };
  },
};
