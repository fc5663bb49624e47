import { asciiLower, OPENING, skipToken, WORD } from './tokens.ts';

/** Line comment, opening (1), word (2), space (3). */
const PIECE = new RegExp(`--[^\\n\\r]*|(${OPENING})|(${WORD})|(\\s+)`, 'g');

/** Names stand at the front; the rows of a long INSERT need no reading. What changes the schema is read whole. */
const LONGEST = 10_000;
const CHANGES_SCHEMA = /^\s*(?:alter|create|drop|truncate)\b/;

/**
 * A statement in the one shape that rules are matched against: lower case, one
 * space, no comments, strings as `''`, quoted names as they are, and no space
 * around dots and commas or inside of parentheses.
 */
export function flattenStatement(sql: string): string {
  const piece = new RegExp(PIECE);
  let flat = '';
  let copied = 0;
  let longest = LONGEST;
  for (let match = piece.exec(sql); match; match = piece.exec(sql)) {
    if (flat.length >= longest) {
      if (!CHANGES_SCHEMA.test(flat)) break;
      longest = Number.POSITIVE_INFINITY;
    }
    const [, opening, word] = match;
    const end = opening ? (skipToken(sql, match.index, opening) ?? sql.length) : piece.lastIndex;
    flat +=
      sql.slice(copied, match.index) + replacement(opening, word, sql.slice(match.index, end));
    copied = end;
    piece.lastIndex = end;
  }
  if (flat.length < longest) flat += sql.slice(copied);
  return flat
    .replace(/ +/g, ' ')
    .replace(/ ?([.,(]) ?/g, '$1')
    .replace(/ \)/g, ')')
    .trim();
}

function replacement(opening: string | undefined, word: string | undefined, text: string): string {
  if (word !== undefined) return asciiLower(word);
  if (opening === '"') return text;
  return opening === undefined || opening === '/*' ? ' ' : "''";
}
