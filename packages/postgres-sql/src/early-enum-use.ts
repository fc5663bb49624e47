import { flattenStatement } from './flatten-statement.ts';
import { NAME } from './relation-name.ts';
import type { SqlStatement } from './sql-statement.ts';
import { addsEnumValue } from './statement-rules.ts';
import { quotedTokens } from './tokens.ts';

/** A value that a script gives to an enum and then uses, before it is committed. */
export interface EarlyEnumUse {
  /** As SQL writes it: `'happy'`. */
  readonly value: string;
  readonly addedOnLine: number;
  /** The first statement that has it. */
  readonly statement: SqlStatement;
}

const ADDED = /\bVALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?('(?:[^']|'')*')/i;
const TYPE_OF = new RegExp(`^(?:alter|create) type (?<name>${NAME})`);
/**
 * Finds where a script would end with 55P04, "unsafe use of new value", if it
 * ran in one transaction. What the literal is compared with its text does not
 * tell, so a text that happens to be equal counts too. A type that the script
 * itself makes is let through: from PostgreSQL 17 on its values can be used.
 */
export function findEarlyEnumUse(
  sql: string,
  statements: readonly SqlStatement[],
): EarlyEnumUse | undefined {
  for (const { index, start, end, line, words } of statements) {
    if (!addsEnumValue(words)) continue;
    const text = sql.slice(start, end);
    const value = ADDED.exec(text)?.[1];
    if (value === undefined || isMadeBefore(typeOf(text), sql, statements.slice(0, index - 1))) {
      continue;
    }
    const statement = statements
      .slice(index)
      .find((later) => mayUse(later) && hasLiteral(sql.slice(later.start, later.end), value));
    if (statement) return { value, addedOnLine: line, statement };
  }
  return undefined;
}

/** Names a value without using it: where the next one goes, or in a remark. */
const mayUse = ({ words }: SqlStatement): boolean =>
  !addsEnumValue(words) && !words.startsWith('COMMENT ON ');

const typeOf = (text: string): string | undefined =>
  TYPE_OF.exec(flattenStatement(text))?.groups?.name;

function isMadeBefore(
  type: string | undefined,
  sql: string,
  earlier: readonly SqlStatement[],
): boolean {
  return earlier.some(
    ({ start, end, words }) =>
      words.startsWith('CREATE TYPE ') && typeOf(sql.slice(start, end)) === type,
  );
}

/** Whether a text has a literal outside of comments and of the bodies of functions. */
function hasLiteral(text: string, literal: string): boolean {
  if (!text.includes(literal)) return false;
  for (const token of quotedTokens(text)) if (token.text === literal) return true;
  return false;
}
