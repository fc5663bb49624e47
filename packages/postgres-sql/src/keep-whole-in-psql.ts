import { scanStatements } from './scan-statements.ts';
import { asciiUpper, OPENING, quotedTokens, skipToken, WORD } from './tokens.ts';

/**
 * A script of which psql sends each statement whole. In a CREATE FUNCTION or PROCEDURE it counts every BEGIN, CASE and END,
 * those that are names too, and it forgets on the next line that an E'' string is one. What it would end elsewhere than
 * PostgreSQL's grammar does is written as a string that `\gexec` sends.
 */
export function keepWholeInPsql(sql: string): string {
  let kept = '';
  let copied = 0;
  for (const { start, end, words } of scanStatements(sql)) {
    const text = sql.slice(start, end);
    if (isWhole(text, words)) continue;
    const tag = unusedTag(text);
    kept += `${sql.slice(copied, start)}SELECT ${tag}${text}${tag}\n\\gexec\n`;
    copied = end + 1;
  }
  return kept + sql.slice(copied);
}

const ROUTINE = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b/;
/** Line comment, opening (1), word (2), punctuation (3). */
const PIECE = new RegExp(`--[^\\n\\r]*|(${OPENING})|(${WORD})|([;()])`, 'g');

const isWhole = (text: string, words: string): boolean =>
  !hasLongEscapeString(text) && (!ROUTINE.test(words) || endsBlocks(text));

const hasLongEscapeString = (text: string): boolean =>
  /\be'/i.test(text) &&
  [...quotedTokens(text)].some(
    ({ opening, text: token }) => /^e'/i.test(opening) && /[\r\n]/.test(token),
  );

/** As psql counts (src/fe_utils/psqlscan.l): whether it takes all of a routine for one statement, and nothing behind it. */
function endsBlocks(text: string): boolean {
  const piece = new RegExp(PIECE);
  let parens = 0;
  let blocks = 0;
  for (let match = piece.exec(text); match; match = piece.exec(text)) {
    const [, opening, word, punctuation] = match;
    if (opening) piece.lastIndex = skipToken(text, match.index, opening) ?? text.length;
    else if (punctuation === '(') parens++;
    else if (punctuation === ')') parens = Math.max(0, parens - 1);
    else if (parens > 0) continue;
    else if (punctuation === ';' && blocks === 0) return false;
    else if (word) blocks = Math.max(0, blocks + blockStep(asciiUpper(word), blocks));
  }
  return blocks === 0;
}

function blockStep(word: string, blocks: number): number {
  if (word === 'BEGIN' || (word === 'CASE' && blocks > 0)) return 1;
  return word === 'END' ? -1 : 0;
}

/** Of a string in dollars that the text does not end. */
function unusedTag(text: string): string {
  let tag = '$psql$';
  for (let count = 1; text.includes(tag); count++) tag = `$psql${count}$`;
  return tag;
}
