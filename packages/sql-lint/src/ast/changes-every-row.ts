import type { Node, RangeVar } from 'libpg-query';

/** An UPDATE or DELETE without a WHERE. */
export function changesEveryRow(
  node: Node,
): { readonly verb: 'UPDATE' | 'DELETE'; readonly relation: RangeVar } | undefined {
  if ('UpdateStmt' in node && node.UpdateStmt.relation && !node.UpdateStmt.whereClause) {
    return { verb: 'UPDATE', relation: node.UpdateStmt.relation };
  }
  if ('DeleteStmt' in node && node.DeleteStmt.relation && !node.DeleteStmt.whereClause) {
    return { verb: 'DELETE', relation: node.DeleteStmt.relation };
  }
  return undefined;
}
