import { hash } from 'node:crypto';

/** One statement of a script: where it stands, and enough of its words to tell what it is. */
export interface SqlStatement {
  readonly kind: 'sqlStatement';
  /** Counts from 1, as the messages do. */
  readonly index: number;
  /** Offsets into the script, from the first token to the `;`, which is left out. */
  readonly start: number;
  readonly end: number;
  /** Line of the first word, from 1. */
  readonly line: number;
  /** The words outside parentheses in upper case, joined by one space; a quoted name is `"`. The first 64. */
  readonly words: string;
}

/** SHA-256 of a statement's text, in hex, without the space behind it. Line endings do not count. */
export function statementDigest(sql: string, { start, end }: SqlStatement): string {
  return hash('sha256', sql.slice(start, end).trimEnd().replaceAll('\r\n', '\n'));
}
