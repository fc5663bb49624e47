import type { TransactionStmtKind } from 'libpg-query';
import type { LintRule } from './rule.ts';

/** Savepoints stay inside of the migrator's transaction; one that was prepared elsewhere is another. */
const ALLOWED: readonly (TransactionStmtKind | undefined)[] = [
  'TRANS_STMT_SAVEPOINT',
  'TRANS_STMT_RELEASE',
  'TRANS_STMT_ROLLBACK_TO',
  'TRANS_STMT_COMMIT_PREPARED',
  'TRANS_STMT_ROLLBACK_PREPARED',
];

export const transactionControl: LintRule = {
  kind: 'lintRule',
  id: 'transaction-control',
  severity: 'error',
  summary: 'BEGIN, COMMIT and ROLLBACK',
  why: 'The migrator runs a migration in a transaction of its own, together with its row in the history, and refuses a script that ends it. Remove the statement.',
  *check({ node }) {
    if (!('TransactionStmt' in node) || ALLOWED.includes(node.TransactionStmt.kind)) return;
    yield { message: 'The migrator begins and ends the transaction.' };
  },
};
