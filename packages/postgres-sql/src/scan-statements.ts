import type { SqlStatement } from './sql-statement.ts';
import { asciiUpper, OPENING, skipToken, WORD } from './tokens.ts';

/** Line comment, opening (1), word (2), punctuation (3). */
const TOKEN = new RegExp(`--[^\\n\\r]*|(${OPENING})|(${WORD})|([;()\\\\])`, 'g');

const ROUTINE = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b/;
const WORDS_KEPT = 64;
const HEAD_KEPT = 4;

/**
 * Splits a script into its statements where PostgreSQL's grammar ends them: at a
 * `;` outside of quotes, comments, parentheses and `BEGIN ATOMIC ... END` bodies.
 * Lazy, so that whoever refuses a statement stops the scan before what follows
 * it (the data lines of a COPY are not SQL).
 *
 * @throws SqlSyntaxError for a quote or comment that is never closed, and for a psql command
 */
export function* scanStatements(sql: string): Generator<SqlStatement, void, undefined> {
  const lineAt = lineCounter(sql);
  const token = new RegExp(TOKEN);
  let before: SqlStatement | undefined;
  let gapStart = 0;
  let open: OpenStatement | undefined;
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const [text, opening, word, punctuation] = match;
    if (open?.previous === 'BEGIN' && sql.slice(gapStart, match.index).trim() !== '') {
      open.previous = '';
    }
    if (opening) token.lastIndex = endOfToken(sql, match.index, opening, lineAt);
    gapStart = token.lastIndex;
    if (punctuation === '\\') throw psqlCommand(sql, match.index, lineAt);
    if (text.startsWith('--') || opening === '/*') continue;
    if (punctuation === ';' && (!open || (open.parens === 0 && open.bodies === 0))) {
      if (open) {
        before = close(open, match.index, before);
        yield before;
      }
      open = undefined;
      continue;
    }
    open ??= openStatement(match.index, lineAt(match.index));
    if (word) takeWord(open, asciiUpper(word));
    else takeOther(open, punctuation ?? opening ?? '');
  }
  if (open) yield close(open, sql.length, before);
}

interface OpenStatement {
  readonly start: number;
  readonly line: number;
  readonly words: string[];
  parens: number;
  /** Depth of SQL-standard routine bodies: the grammar lets one stand in another. */
  bodies: number;
  /** The first words of the innermost statement. */
  head: string[];
  /** The token before this one; nothing where something stands between that is no token here. */
  previous: string;
}

const openStatement = (start: number, line: number): OpenStatement => ({
  start,
  line,
  words: [],
  parens: 0,
  bodies: 0,
  head: [],
  previous: '',
});

function close(
  { start, line, words }: OpenStatement,
  end: number,
  before: SqlStatement | undefined,
): SqlStatement {
  const text = words.join(' ');
  return {
    kind: 'sqlStatement',
    index: (before?.index ?? 0) + 1,
    start,
    end,
    line,
    // Of a hundred thousand INSERT the words are kept once.
    words: text === before?.words ? before.words : text,
  };
}

/**
 * `BEGIN` and `END` are names too: of columns, functions, labels. A body begins
 * at `BEGIN ATOMIC` in a CREATE FUNCTION or PROCEDURE and nowhere else. Every
 * statement in it has its `;`, so the `END` that closes it follows one (or
 * `ATOMIC`), which that of a CASE never does.
 */
function takeWord(open: OpenStatement, word: string): void {
  const { previous } = open;
  if (open.parens === 0) {
    if (open.words.length < WORDS_KEPT) open.words.push(word);
    if (open.head.length < HEAD_KEPT) open.head.push(word);
    if (word === 'ATOMIC' && previous === 'BEGIN' && ROUTINE.test(open.head.join(' '))) {
      open.bodies++;
      open.head = [];
    } else if (word === 'END' && (previous === ';' || previous === 'ATOMIC') && open.bodies > 0) {
      open.bodies--;
    }
  }
  open.previous = word;
}

function takeOther(open: OpenStatement, token: string): void {
  if (token === '(') open.parens++;
  else if (token === ')') open.parens = Math.max(0, open.parens - 1);
  else if (token === '"' && open.parens === 0 && open.words.length < WORDS_KEPT) {
    open.words.push('"');
  } else if (token === ';' && open.parens === 0) open.head = [];
  open.previous = token;
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

/** What the scanner itself finds wrong; the script's path is added where the script is known. */
export class SqlSyntaxError extends Error {
  readonly reason: 'psqlCommand' | 'unterminated';
  /** From 1. */
  readonly line: number;

  constructor(reason: SqlSyntaxError['reason'], message: string, line: number) {
    super(message);
    this.reason = reason;
    this.line = line;
  }
}

/** A function from offsets to line numbers (from 1) that never counts a line twice; offsets must not go back. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next !== -1 && next < offset) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
