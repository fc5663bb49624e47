import type { SqlStatement } from '@schema-service/postgres-sql';

/** Statements of ours around a script, or a part of one, that travel as one. */
export interface Message {
  readonly before: readonly string[];
  readonly sql: string;
  /** The statements of the script that `sql` holds, with their offsets in the whole script. */
  readonly statements: readonly SqlStatement[];
  /** Where in the script `sql` begins. */
  readonly offset: number;
  readonly after: readonly string[];
}

const SEPARATOR = ';\n';

/** A newline goes before our next statement, because the script may end in a line comment. */
export function messageText(message: Message): string {
  const after = message.after.map((statement) => `\n${SEPARATOR}${statement}`).join('');
  return scriptPrefix(message) + message.sql + after;
}

/** What stands before the script in the text. */
export function scriptPrefix({ before }: Message): string {
  return before.map((statement) => statement + SEPARATOR).join('');
}
