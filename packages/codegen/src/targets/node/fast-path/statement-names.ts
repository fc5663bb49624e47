import { createHash } from 'node:crypto';

/** Beyond this, statements go unnamed, so that neither side keeps ever more of them. */
const limit = 500;
const names = new Map<string, string>();
let renewals = 0;

/**
 * The name under which a connection keeps a statement. From its text, so that
 * clients of several schema versions on one pool do not clash.
 */
export function statementName({ sql }: { readonly sql: string }): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  // The driver takes an empty name for none.
  if (names.size >= limit) return '';
  return name(sql, sql);
}

/** Has every connection prepare the statement anew, unless it is called otherwise by now. */
export function renewStatementName({ sql }: { readonly sql: string }, outdated: string): void {
  if (names.get(sql) === outdated) name(sql, `${++renewals} ${process.pid} ${sql}`);
}

function name(sql: string, seed: string): string {
  const made = createHash('sha256').update(seed).digest('hex').slice(0, 40);
  names.set(sql, made);
  return made;
}

/** The server does not have what was prepared, or has something else under its name. */
const ofNames: ReadonlySet<string> = new Set(['26000', '42P05']);
/** What was right once does not fit a table that has changed: its rows, or the types of its parameters. */
const ofTables: ReadonlySet<string> = new Set([
  '0A000',
  '42804',
  '42883',
  '42704',
  '42725',
  '42846',
  'XX000',
]);

/** The names of statements that have run. What then fails with a code of a table has to be prepared anew. */
const proven = new Set<string>();

/** Told of the name of each statement that has run. */
export function hasRun(statement: string): void {
  if (statement !== '') proven.add(statement);
}

/** Whether a statement that failed with a code of PostgreSQL's may only have to be prepared anew. */
export function isOutdated(
  code: string | undefined,
  query: { readonly sql: string },
  statement: string,
): boolean {
  if (statement === '' || code === undefined) return false;
  if (ofNames.has(code)) return true;
  if (!ofTables.has(code)) return false;
  // Another connection may have found out first.
  return proven.delete(statement) || statementName(query) !== statement;
}
