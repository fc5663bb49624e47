import { quoteText } from '@schema-service/postgres-sql';
import { format, listedName } from '../sql/relation-name.ts';
import { keyOf } from '../state/database-state.ts';
import { migration } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const renameEnumValue: LintRule = {
  kind: 'lintRule',
  id: 'rename-enum-value',
  severity: 'error',
  summary: 'ALTER TYPE ... RENAME VALUE',
  why: 'Clients of older versions write the old value, which is refused, and read the new one, which they do not know. Add the new value, write it from the next version on, and change the rows afterwards.',
  needsOlderClients: true,
  *check({ node }, { database }) {
    if (!('AlterEnumStmt' in node) || !node.AlterEnumStmt.oldVal) return;
    const { typeName, oldVal, newVal = '' } = node.AlterEnumStmt;
    const type = listedName(typeName);
    if (database.types.has(keyOf(database, type))) return;
    yield {
      message: `Older clients know '${newVal}' of ${format(type)} as '${oldVal}'.`,
      recipe: migration(`ALTER TYPE ${format(type)} ADD VALUE ${quoteText(newVal)}`),
    };
  },
};
