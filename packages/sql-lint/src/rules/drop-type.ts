import { format, listedName, stringsOf } from '../sql/relation-name.ts';
import { keyOf } from '../state/database-state.ts';
import type { LintRule } from './rule.ts';

export const dropType: LintRule = {
  kind: 'lintRule',
  id: 'drop-type',
  severity: 'error',
  summary: 'DROP TYPE and DROP DOMAIN',
  why: 'Clients of older versions that cast to it fail from the commit on, as those do that Prisma generates for an enum. Drop it in a version after the last one that used it.',
  needsOlderClients: true,
  *check({ node }, { database }) {
    if (!('DropStmt' in node)) return;
    const { removeType, objects = [] } = node.DropStmt;
    if (removeType !== 'OBJECT_TYPE' && removeType !== 'OBJECT_DOMAIN') return;
    for (const object of objects) {
      const names = 'TypeName' in object ? object.TypeName.names : undefined;
      if (stringsOf(names).length === 0) continue;
      const type = listedName(names);
      if (database.types.has(keyOf(database, type))) continue;
      yield { message: `Clients that name the type ${format(type)} fail.` };
    }
  },
};
