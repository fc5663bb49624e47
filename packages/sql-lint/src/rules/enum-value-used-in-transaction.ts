import { walk } from '../ast/node.ts';
import { statementText } from '../sql/parse-script.ts';
import { format } from '../sql/relation-name.ts';
import { migration, NEXT_MIGRATION } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const enumValueUsedInTransaction: LintRule = {
  kind: 'lintRule',
  id: 'enum-value-used-in-transaction',
  severity: 'error',
  summary: 'a new enum value, used in the transaction that added it',
  why: 'PostgreSQL refuses to use a value before the ALTER TYPE that added it is committed, and the migration fails. Use it in the next migration.',
  *check(statement, { script, transaction }) {
    const { node } = statement;
    if (transaction.enumValues.length === 0 || 'AlterEnumStmt' in node) return;
    for (const part of walk(node)) {
      const text = 'A_Const' in part ? part.A_Const.sval?.sval : undefined;
      const added = transaction.enumValues.find(({ value }) => value === text);
      if (!added || !('A_Const' in part)) continue;
      yield {
        message: `'${added.value}' was added to ${format(added.type)} in this transaction and cannot be used before its end.`,
        at: part.A_Const.location,
        recipe: `${NEXT_MIGRATION}\n${migration(statementText(script, statement))}`,
      };
    }
  },
};
