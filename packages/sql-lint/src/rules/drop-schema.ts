import { quote } from '../sql/relation-name.ts';
import type { LintRule } from './rule.ts';

export const dropSchema: LintRule = {
  kind: 'lintRule',
  id: 'drop-schema',
  severity: 'error',
  summary: 'DROP SCHEMA and DROP DATABASE',
  why: 'All that is in it is gone. Drop the tables one by one, where a reviewer sees their names, and the empty schema last.',
  needsOlderClients: true,
  *check({ node }, { database }) {
    if ('DropdbStmt' in node) {
      yield { message: `The database ${quote(node.DropdbStmt.dbname ?? '')} is lost.` };
    }
    if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_SCHEMA') return;
    for (const object of node.DropStmt.objects ?? []) {
      const name = 'String' in object ? (object.String.sval ?? '') : '';
      if (database.schemas.has(name)) continue;
      yield { message: `Clients that use the schema ${quote(name)} fail.` };
    }
  },
};
