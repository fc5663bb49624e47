import { skipToken } from './skip-token.ts';

/** Line comment or word (neither opens anything within), opening (1). */
const OPENING =
  /--[^\n\r]*|(\/\*|[eE]'|['"]|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g;

/** A string, a quoted name or a block comment, as it is written. */
export interface QuotedToken {
  /** `'`, `E'`, `"`, `$tag$` or a block comment's. */
  readonly opening: string;
  readonly text: string;
}

/** All that is quoted in a text, in order. */
export function* quotedTokens(sql: string): Generator<QuotedToken, void, undefined> {
  const token = new RegExp(OPENING);
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const [, opening] = match;
    if (!opening) continue;
    const end = skipToken(sql, match.index, opening) ?? sql.length;
    yield { opening, text: sql.slice(match.index, end) };
    token.lastIndex = end;
  }
}
