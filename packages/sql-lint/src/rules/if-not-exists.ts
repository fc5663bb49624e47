import type { Node } from 'libpg-query';
import { alterCommands } from '../ast/table-parts.ts';
import { quote, relationName } from '../sql/relation-name.ts';
import type { LintRule } from './rule.ts';

export const ifNotExists: LintRule = {
  kind: 'lintRule',
  id: 'if-not-exists',
  severity: 'warning',
  summary: 'IF NOT EXISTS',
  why: 'Where something of that name is there, it stays as it is, whatever it is, and the migration counts as applied: an index that a failed CONCURRENTLY left invalid, or a table with other columns. The migrator runs a migration once and tidies up such indexes; leave the words out.',
  *check({ node }) {
    const name = madeUnlessThere(node);
    if (name !== undefined) {
      yield { message: `If there is another ${quote(name)}, nobody notices.` };
    }
    for (const { command } of alterCommands(node, 'AT_AddColumn')) {
      const def = command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
      if (!command.missing_ok || !def) continue;
      yield {
        message: `If there is another ${quote(def.colname ?? '')}, nobody notices.`,
        at: def.location,
      };
    }
  },
};

/** The name of what is made unless it is there. */
function madeUnlessThere(node: Node): string | undefined {
  if ('CreateStmt' in node && node.CreateStmt.if_not_exists && node.CreateStmt.relation) {
    return relationName(node.CreateStmt.relation).name;
  }
  if ('IndexStmt' in node && node.IndexStmt.if_not_exists) return node.IndexStmt.idxname;
  if ('CreateSeqStmt' in node && node.CreateSeqStmt.if_not_exists) {
    return node.CreateSeqStmt.sequence?.relname;
  }
  if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.if_not_exists) {
    return node.CreateTableAsStmt.into?.rel?.relname;
  }
  return undefined;
}
