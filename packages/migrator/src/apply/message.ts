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
  /** Of which statements of the whole message, from 0, a hook is the author, and where it has them. */
  readonly hooks?: ReadonlyMap<number, string>;
}

const SEPARATOR = ';\n';

export const messageText = (message: Message): string => messageParts(message).join('');

/** The text with the script as it is: a large one is not copied. */
export function messageParts(message: Message): readonly string[] {
  // A newline goes before our next statement, because the script may end in a line comment.
  const after = message.after.map((statement) => `\n${SEPARATOR}${statement}`).join('');
  return [scriptPrefix(message), message.sql, after];
}

/** What stands before the script in the text. */
export function scriptPrefix({ before }: Message): string {
  return before.map((statement) => statement + SEPARATOR).join('');
}

/** The place in a hook that an error is about: `hooks/before-each.sql:3`. */
export function hookAt(
  { before, sql, after, hooks }: Message,
  { completed, position }: { readonly completed: number; readonly position: number | undefined },
  statementCount: number,
): string | undefined {
  if (!hooks) return undefined;
  if (position === undefined) return hooks.get(completed);
  // PostgreSQL counts characters, and from 1.
  const characters = (text: string): number => [...text].length;
  let begins = 1;
  for (const [index, text] of before.entries()) {
    const ends = begins + characters(text + SEPARATOR);
    if (position < ends) return hooks.get(index);
    begins = ends;
  }
  begins += characters(sql);
  if (position < begins) return undefined;
  for (const [index, text] of after.entries()) {
    const ends = begins + characters(`\n${SEPARATOR}${text}`);
    if (position < ends) return hooks.get(before.length + statementCount + index);
    begins = ends;
  }
  return undefined;
}
