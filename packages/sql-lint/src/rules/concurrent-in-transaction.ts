import type { Node } from 'libpg-query';
import { hasOption } from '../ast/node.ts';
import { statementText } from '../sql/parse-script.ts';
import { noTransaction } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const concurrentInTransaction: LintRule = {
  kind: 'lintRule',
  id: 'concurrent-in-transaction',
  severity: 'error',
  summary: 'a statement that PostgreSQL refuses in a transaction, in a migration that is one',
  why: 'The migration fails. With the header `-- migrator: no-transaction` each statement is a transaction of its own; put what has to happen together into another migration.',
  *check(statement, { script }) {
    const { node } = statement;
    const name = script.directives.transactional ? outsideTransactions(node) : undefined;
    if (!name) return;
    yield {
      message: `${name} cannot run in a transaction, and this migration is one.`,
      recipe: noTransaction(statementText(script, statement)),
    };
  },
};

/** What a statement is called that has to stand outside of transactions. */
function outsideTransactions(node: Node): string | undefined {
  if ('IndexStmt' in node && node.IndexStmt.concurrent) return 'CREATE INDEX CONCURRENTLY';
  if ('DropStmt' in node && node.DropStmt.concurrent) return 'DROP INDEX CONCURRENTLY';
  if ('VacuumStmt' in node && node.VacuumStmt.is_vacuumcmd) return 'VACUUM';
  if ('CreatedbStmt' in node || 'DropdbStmt' in node) return 'CREATE or DROP DATABASE';
  if ('AlterSystemStmt' in node) return 'ALTER SYSTEM';
  if ('DiscardStmt' in node && node.DiscardStmt.target === 'DISCARD_ALL') return 'DISCARD ALL';
  if ('ClusterStmt' in node && !node.ClusterStmt.relation) return 'CLUSTER of every table';
  if ('TransactionStmt' in node && node.TransactionStmt.kind?.endsWith('_PREPARED')) {
    return 'COMMIT or ROLLBACK PREPARED';
  }
  if ('AlterSubscriptionStmt' in node) {
    const isRefresh = node.AlterSubscriptionStmt.kind === 'ALTER_SUBSCRIPTION_REFRESH';
    return isRefresh ? 'REFRESH PUBLICATION' : undefined;
  }
  if ('CreateTableSpaceStmt' in node || 'DropTableSpaceStmt' in node) {
    return 'CREATE or DROP TABLESPACE';
  }
  if ('ReindexStmt' in node) {
    const { kind, params } = node.ReindexStmt;
    if (kind !== 'REINDEX_OBJECT_INDEX' && kind !== 'REINDEX_OBJECT_TABLE') {
      return 'REINDEX of a schema or database';
    }
    return hasOption(params, 'concurrently') ? 'REINDEX CONCURRENTLY' : undefined;
  }
  if (!('AlterTableStmt' in node)) return undefined;
  return (node.AlterTableStmt.cmds ?? []).some(
    (part) =>
      'AlterTableCmd' in part &&
      part.AlterTableCmd.def &&
      'PartitionCmd' in part.AlterTableCmd.def &&
      part.AlterTableCmd.def.PartitionCmd.concurrent,
  )
    ? 'DETACH PARTITION CONCURRENTLY'
    : undefined;
}
