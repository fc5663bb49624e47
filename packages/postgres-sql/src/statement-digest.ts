import { hash } from 'node:crypto';
import type { SqlStatement } from './sql-statement.ts';

/** SHA-256 of a statement's text, in hex, without the space behind it. Line endings do not count. */
export function statementDigest(sql: string, { start, end }: SqlStatement): string {
  return hash('sha256', sql.slice(start, end).trimEnd().replaceAll('\r\n', '\n'));
}
