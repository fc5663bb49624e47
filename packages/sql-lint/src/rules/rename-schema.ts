import { quote } from '../sql/relation-name.ts';
import type { LintRule } from './rule.ts';

export const renameSchema: LintRule = {
  kind: 'lintRule',
  id: 'rename-schema',
  severity: 'error',
  summary: 'ALTER SCHEMA ... RENAME',
  why: 'Everything in it has another name from the commit on, and clients of older versions fail. Make a new schema, and move what is in it table by table, leaving views behind.',
  needsOlderClients: true,
  *check({ node }, { database }) {
    if (!('RenameStmt' in node) || node.RenameStmt.renameType !== 'OBJECT_SCHEMA') return;
    const { subname = '', newname = '' } = node.RenameStmt;
    if (database.schemas.has(subname)) return;
    yield { message: `Older clients look for ${quote(subname)}, which is ${quote(newname)} then.` };
  },
};
