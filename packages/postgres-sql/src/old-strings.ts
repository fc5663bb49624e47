import type { SqlStatement } from './sql-statement.ts';
import { quotedTokens } from './tokens.ts';

const OFF = `'?(?:of|off|f|fa|fal|fals|false|n|no|0)'?`;
const SETS_OFF = new RegExp(
  String.raw`standard_conforming_strings'?\s*(?:=|to\b|,)\s*${OFF}\s*(?:$|[,)])`,
  'i',
);

/**
 * The statement by which a script asks that its strings be read in the old way,
 * with a backslash as an escape, where it has one that would be another then.
 */
export function findOldStrings(
  sql: string,
  statements: readonly SqlStatement[],
): SqlStatement | undefined {
  if (!/standard_conforming_strings/i.test(sql)) return undefined;
  const asking = statements.find(
    ({ words, start, end }) =>
      /^(?:SET|SELECT)\b/.test(words) && SETS_OFF.test(sql.slice(start, end).trimEnd()),
  );
  if (!asking) return undefined;
  for (const { opening, text } of quotedTokens(sql.slice(asking.end))) {
    if (opening === "'" && text.includes('\\')) return asking;
  }
  return undefined;
}
