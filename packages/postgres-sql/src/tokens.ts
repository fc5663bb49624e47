/** The source of a pattern for what opens a quoted token or a block comment. */
export const OPENING: string = String.raw`\/\*|[eE]'|['"]|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$`;

/** The source of a pattern for a whole word, so that `$` and `e'` within one open nothing. */
export const WORD: string = String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`;

/**
 * The offset after the quoted token or comment that opens at `start`;
 * `undefined` when it is never closed. The rules are those of PostgreSQL's
 * scanner (src/fe_utils/psqlscan.l) with `standard_conforming_strings` on.
 */
export function skipToken(sql: string, start: number, opening: string): number | undefined {
  if (opening === "'" || opening === '"') return skipQuoted(sql, start + 1, opening);
  if (opening === '/*') return skipComment(sql, start);
  if (opening.startsWith('$')) return skipTo(sql, start + opening.length, opening);
  return skipEscapeString(sql, start + opening.length);
}

function skipTo(sql: string, from: number, end: string): number | undefined {
  const at = sql.indexOf(end, from);
  return at === -1 ? undefined : at + end.length;
}

/** A doubled quote stands for itself. */
function skipQuoted(sql: string, from: number, quote: string): number | undefined {
  let end = skipTo(sql, from, quote);
  while (end !== undefined && sql[end] === quote) end = skipTo(sql, end + 1, quote);
  return end;
}

/** Space with a newline in it, comments of a line included, and a quote: the string goes on. */
const CONTINUED =
  /(?:[ \t\f\v]|--[^\n\r]*(?=[\n\r]))*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*(?=[\n\r]))*'/y;

/** `E'...'`: a backslash hides the character after it, also in a part of the string on a later line. */
function skipEscapeString(sql: string, from: number): number | undefined {
  for (let at = from; at < sql.length; at++) {
    if (sql[at] === '\\') at++;
    else if (sql[at] === "'") {
      const continued = new RegExp(CONTINUED);
      continued.lastIndex = at + 1;
      if (sql[at + 1] === "'") at++;
      else if (continued.test(sql)) at = continued.lastIndex - 1;
      else return at + 1;
    }
  }
  return undefined;
}

/** Block comments nest. */
function skipComment(sql: string, start: number): number | undefined {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let match = edge.exec(sql); match; match = edge.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return undefined;
}

/** Line comment or word (neither opens anything within), opening (1). */
const QUOTED = new RegExp(`--[^\\n\\r]*|(${OPENING})|${WORD}`, 'g');

/** A string, a quoted name or a block comment, as it is written. */
export interface QuotedToken {
  /** `'`, `E'`, `"`, `$tag$` or a block comment's. */
  readonly opening: string;
  readonly text: string;
}

/** All that is quoted in a text, in order. */
export function* quotedTokens(sql: string): Generator<QuotedToken, void, undefined> {
  const token = new RegExp(QUOTED);
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const [, opening] = match;
    if (!opening) continue;
    const end = skipToken(sql, match.index, opening) ?? sql.length;
    yield { opening, text: sql.slice(match.index, end) };
    token.lastIndex = end;
  }
}

/** Line comment (1), opening (2), word. */
const COMMENT = new RegExp(`(--[^\\n\\r]*)|(${OPENING})|${WORD}`, 'g');

/** A comment, as it is written. */
export interface CommentToken {
  readonly start: number;
  readonly text: string;
}

/** The comments of a text, in order. */
export function* commentTokens(sql: string): Generator<CommentToken, void, undefined> {
  const token = new RegExp(COMMENT);
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const [, line, opening] = match;
    const { index: start } = match;
    if (opening) token.lastIndex = skipToken(sql, start, opening) ?? sql.length;
    if (line !== undefined || opening === '/*') {
      yield { start, text: sql.slice(start, token.lastIndex) };
    }
  }
}

/** White space, or a comment of a line. */
const BETWEEN = /[ \t\n\r\f\v]+|--[^\n\r]*/y;

/** The offset of the first token: what stands before it is white space and comments. */
export function firstToken(sql: string): number {
  const between = new RegExp(BETWEEN);
  let at = 0;
  for (;;) {
    between.lastIndex = at;
    if (between.test(sql)) at = between.lastIndex;
    else if (sql.startsWith('/*', at)) at = skipComment(sql, at) ?? sql.length;
    else return at;
  }
}

// PostgreSQL compares keywords and folds names by ASCII alone: `ſ` is no S, `ı` no I, and `Ä` stays as it is.

export const asciiUpper = (word: string): string =>
  isAscii(word) ? word.toUpperCase() : word.replace(/[a-z]/g, (letter) => letter.toUpperCase());

export const asciiLower = (word: string): string =>
  isAscii(word) ? word.toLowerCase() : word.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const isAscii = (word: string): boolean => /^[\w$]*$/.test(word);
