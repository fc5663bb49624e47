import { lineCounter } from './line-counter.ts';
import { skipToken } from './skip-token.ts';
import type { SqlStatement } from './sql-statement.ts';
import { SqlSyntaxError } from './sql-syntax-error.ts';

/** Line comment, opening (1), word (2), punctuation (3). Words are whole, so that `$` and `e'` within one open nothing. */
const TOKEN =
  /--[^\n\r]*|(\/\*|[eE]'|['"]|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|([;()\\])/g;

const ROUTINE = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b/;
const WORDS_KEPT = 64;

/**
 * Splits a script into its statements, as psql does: `;` ends one outside of
 * quotes, comments, parentheses and `BEGIN ATOMIC ... END` bodies. Lazy, so that
 * whoever refuses a statement stops the scan before what follows it (the data
 * lines of a COPY are not SQL).
 *
 * @throws SqlSyntaxError for a quote or comment that is never closed, and for a psql command
 */
export function* scanStatements(sql: string): Generator<SqlStatement, void, undefined> {
  const lineAt = lineCounter(sql);
  const token = new RegExp(TOKEN);
  let index = 0;
  let open: OpenStatement | undefined;
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const [text, opening, word, punctuation] = match;
    if (opening) token.lastIndex = endOfToken(sql, match.index, opening, lineAt);
    if (punctuation === '\\') throw psqlCommand(sql, match.index, lineAt);
    if (text.startsWith('--') || opening === '/*') continue;
    if (punctuation === ';' && (!open || (open.parens === 0 && open.blocks === 0))) {
      if (open) yield close(open, match.index, ++index);
      open = undefined;
      continue;
    }
    open ??= { start: match.index, line: lineAt(match.index), words: [], parens: 0, blocks: 0 };
    if (word) takeWord(open, word);
    else if (punctuation === '(') open.parens++;
    else if (punctuation === ')') open.parens = Math.max(0, open.parens - 1);
    else if (opening === '"') keep(open, '"');
  }
  if (open) yield close(open, sql.length, ++index);
}

interface OpenStatement {
  readonly start: number;
  readonly line: number;
  readonly words: string[];
  parens: number;
  /** Depth of BEGIN and CASE in an SQL-standard routine body. */
  blocks: number;
}

function close({ start, line, words }: OpenStatement, end: number, index: number): SqlStatement {
  return { kind: 'sqlStatement', index, start, end, line, words: words.join(' ') };
}

function takeWord(open: OpenStatement, text: string): void {
  const word = text.toUpperCase();
  keep(open, word);
  if (word === 'BEGIN' && ROUTINE.test(open.words.slice(0, 4).join(' '))) open.blocks++;
  else if (word === 'CASE' && open.blocks > 0) open.blocks++;
  else if (word === 'END' && open.blocks > 0) open.blocks--;
}

function keep(open: OpenStatement, word: string): void {
  if (open.parens === 0 && open.words.length < WORDS_KEPT) open.words.push(word);
}

type LineAt = (offset: number) => number;

function endOfToken(sql: string, at: number, opening: string, lineAt: LineAt): number {
  const end = skipToken(sql, at, opening);
  if (end !== undefined) return end;
  throw new SqlSyntaxError('unterminated', `${opening} is opened and never closed.`, lineAt(at));
}

function psqlCommand(sql: string, at: number, lineAt: LineAt): SqlSyntaxError {
  const command = /^\S+/.exec(sql.slice(at, at + 64))?.[0] ?? '\\';
  return new SqlSyntaxError('psqlCommand', `${command} is a command of psql, not SQL.`, lineAt(at));
}
