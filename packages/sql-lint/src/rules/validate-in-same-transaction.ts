import { alterCommands } from '../ast/table-parts.ts';
import { format, quote } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lintLock } from '../state/table-locks.ts';
import { migration, NEXT_MIGRATION } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const validateInSameTransaction: LintRule = {
  kind: 'lintRule',
  id: 'validate-in-same-transaction',
  severity: 'error',
  summary: 'VALIDATE CONSTRAINT in the transaction that added the constraint as NOT VALID',
  why: 'The lock that adding it took is held until the commit, so that the rows are read under it after all.',
  *check({ node, start }, { database, transaction }) {
    for (const { table, command } of alterCommands(node, 'AT_ValidateConstraint')) {
      const state = tableOf(database, table);
      const name = command.name ?? '';
      const constraint = state.constraints.get(name);
      if (state.isNew || constraint?.transaction !== transaction.id) continue;
      const held = transaction.locks.get(state);
      const validate = `ALTER TABLE ${format(table)} VALIDATE CONSTRAINT ${quote(name)}`;
      yield {
        message: `${quote(name)} was added in this transaction, whose lock on ${format(table)} is held while this reads the rows.`,
        at: start,
        lock: held && lintLock({ table, mode: held.mode, duration: 'a scan of every row' }),
        recipe: `${NEXT_MIGRATION}\n${migration(validate)}`,
      };
    }
  },
};
