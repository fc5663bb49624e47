import {
  findEarlyEnumUse,
  isTransactionControl,
  runsOutsideTransactions,
  type SqlStatement,
  SqlSyntaxError,
  scanStatements,
} from '@schema-service/postgres-sql';

/**
 * Another tool's script as the migrator runs it: without the `BEGIN`, `COMMIT`
 * and lone `END` that it has, because the migrator puts all of it into one
 * transaction, and with the header where a statement cannot be in one. Nothing
 * else is touched. One that takes something back (`ROLLBACK`) would mean
 * something else then, and one that cannot be split has no statements: both stay
 * as they are, for the analysis to refuse.
 */
export function fitScript(sql: string, noTransaction = false): string {
  const statements = split(sql);
  const controls = statements.filter(({ words }) => isTransactionControl(words));
  const isCut = controls.every(({ words }) => BEGINS_OR_COMMITS.test(words));
  const text = isCut ? controls.toReversed().reduce(cut, sql) : sql;
  const alone =
    noTransaction ||
    statements.some(({ words }) => runsOutsideTransactions(words)) ||
    findEarlyEnumUse(sql, statements) !== undefined;
  const fitted = text.trim() === '' ? '-- Nothing to do.\n' : text;
  return alone ? `-- migrator: no-transaction\n${fitted}` : fitted;
}

const BEGINS_OR_COMMITS = /^(?:BEGIN|START TRANSACTION|COMMIT|END)\b(?! PREPARED\b)/;

/** Without the statement, its `;`, and the line if it had one to itself. */
function cut(sql: string, { start, end }: SqlStatement): string {
  const rest = sql.slice(end).replace(/^;?[ \t]*\r?\n?/, '');
  return sql.slice(0, start) + rest;
}

function split(sql: string): readonly SqlStatement[] {
  try {
    return [...scanStatements(sql)];
  } catch (error) {
    if (error instanceof SqlSyntaxError) return [];
    throw error;
  }
}
