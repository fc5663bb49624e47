import type { Node } from 'libpg-query';
import { changesEveryRow } from '../ast/changes-every-row.ts';
import { walk } from '../ast/node.ts';
import type { LintStatement } from '../sql/parse-script.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { type DatabaseState, tableOf } from '../state/database-state.ts';
import { isLong } from '../state/session.ts';
import type { TableLock } from '../state/table-locks.ts';
import type { LintContext, LintRule } from './rule.ts';
import { validateInSameTransaction } from './validate-in-same-transaction.ts';

export const longStatementUnderLock: LintRule = {
  kind: 'lintRule',
  id: 'long-statement-under-lock',
  severity: 'error',
  summary:
    'a statement that reads whole tables, after another one took a lock in the same transaction',
  why: 'Locks are held until the commit: what took an instant stops the clients for as long as the statements take that follow it. Put the long statement first, or into a migration of its own.',
  *check(statement, context) {
    const { node } = statement;
    const { database, locks, transaction } = context;
    if (transaction.locks.size === 0 || isFoundElsewhere(statement, context)) return;
    const work = describeWork(node, locks, database);
    if (!work) return;
    // What the statement itself locks as much is for the rule about that statement to say.
    const [, held] =
      [...transaction.locks].find(
        ([table, { mode }]) =>
          !locks.some((own) => tableOf(database, own.table) === table && own.mode === mode),
      ) ?? [];
    if (!held) return;
    yield {
      message: `${work}, and the transaction holds its lock (${held.mode}) on ${format(held.table)} meanwhile.`,
    };
  },
};

/** Rules that say the same of their kind of statement. */
function isFoundElsewhere(statement: LintStatement, context: LintContext): boolean {
  if (changesEveryRow(statement.node)) return true;
  return [...validateInSameTransaction.check(statement, context)].length > 0;
}

/** What a statement reads for long; `undefined` where it is short, or where that is not known. */
function describeWork(
  node: Node,
  locks: readonly TableLock[],
  database: DatabaseState,
): string | undefined {
  const long = locks.find(isLong);
  if (long) return `This reads all of ${format(long.table)}`;
  const query = fillingQuery(node);
  if (!query) return undefined;
  for (const part of walk(query)) {
    if (!('RangeVar' in part)) continue;
    const table = relationName(part.RangeVar);
    if (!tableOf(database, table).isNew) return `This reads ${format(table)}`;
  }
  return undefined;
}

/** The query that a statement computes and stores. */
function fillingQuery(node: Node): Node | undefined {
  if ('CreateTableAsStmt' in node && !node.CreateTableAsStmt.into?.skipData) {
    return node.CreateTableAsStmt.query;
  }
  return 'InsertStmt' in node ? node.InsertStmt.selectStmt : undefined;
}
