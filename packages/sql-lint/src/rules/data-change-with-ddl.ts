import { changesEveryRow } from '../ast/changes-every-row.ts';
import { statementText } from '../sql/parse-script.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { firstLock } from '../state/transaction.ts';
import { migration, NEXT_MIGRATION } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const dataChangeWithDdl: LintRule = {
  kind: 'lintRule',
  id: 'data-change-with-ddl',
  severity: 'error',
  summary: 'UPDATE or DELETE without WHERE after DDL in the same transaction',
  why: 'The lock of the DDL is held until the commit, that is as long as all rows take to be written. Change the data in a migration of its own.',
  *check(statement, { script, database, transaction }) {
    const { node } = statement;
    const change = changesEveryRow(node);
    const held = firstLock(transaction);
    if (!change || !held) return;
    const table = relationName(change.relation);
    if (tableOf(database, table).isNew) return;
    yield {
      message: `This ${change.verb} goes through ${format(table)} while the transaction holds its lock (${held.mode}) on ${format(held.table)}.`,
      recipe: `${NEXT_MIGRATION}\n${migration(statementText(script, statement))}`,
    };
  },
};
