import {
  findEarlyEnumUse,
  isTransactionControl,
  runsOutsideTransactions,
  type SqlStatement,
  SqlSyntaxError,
  scanStatements,
} from '@schema-service/postgres-sql';

/**
 * Another tool's script as the migrator runs it: without a `BEGIN` and `COMMIT`
 * around all of it, because the migrator puts them there, and with the header
 * where a statement cannot be in a transaction. Nothing else is touched.
 * A script that cannot be split stays as it is, for the analysis to refuse.
 */
export function fitScript(sql: string, noTransaction = false): string {
  const statements = split(sql);
  const first = statements[0];
  const last = statements.at(-1);
  const controls = statements.filter(({ words }) => isTransactionControl(words));
  const isWrapped = controls.length === 2 && controls[0] === first && controls[1] === last;
  const text = isWrapped && first && last ? cut(cut(sql, last), first) : sql;
  const alone =
    noTransaction ||
    statements.some(({ words }) => runsOutsideTransactions(words)) ||
    findEarlyEnumUse(sql, statements) !== undefined;
  const fitted = text.trim() === '' ? '-- Nothing to do.\n' : text;
  return alone ? `-- migrator: no-transaction\n${fitted}` : fitted;
}

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
