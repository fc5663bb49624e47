import type { Cursor } from './cursor.ts';

const documentationLine = /\/\/\/([^\r\n]*)/y;
const plainLine = /\/\/[^\r\n]*/y;
const blockComment = /\/\*([\s\S]*?)\*\//y;
const newline = /\r\n|\n|\r/y;

const startsComment = (cursor: Cursor): boolean =>
  cursor.startsWith('//') || cursor.startsWith('/*');

/** One comment's documentation: that of `///` and, since Prisma 7, of block comments; none for `//`. */
function readComment(cursor: Cursor): readonly string[] {
  const documented = cursor.match(documentationLine);
  if (documented !== undefined) return [documented.trim()];
  if (cursor.match(plainLine) !== undefined) return [];
  const block = cursor.match(blockComment) ?? cursor.fail('the end of a comment');
  return block
    .trim()
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
}

/**
 * Comments on adjoining lines, which document the declaration behind them
 * together. Undefined when there is none here; empty when none of them documents.
 */
export function readCommentBlock(cursor: Cursor): readonly string[] | undefined {
  if (!startsComment(cursor)) return undefined;
  const lines: string[] = [];
  while (startsComment(cursor)) {
    lines.push(...readComment(cursor));
    cursor.skipSpaces();
    cursor.match(newline);
    cursor.skipSpaces();
  }
  return lines;
}

/** The comment at the end of a declaration's line. */
export function readTrailingComment(cursor: Cursor): readonly string[] {
  cursor.skipSpaces();
  return startsComment(cursor) ? readComment(cursor) : [];
}

/** The `documentation` property, absent where nothing documents. */
export function documentation(...parts: readonly (readonly string[] | undefined)[]): {
  readonly documentation?: string;
} {
  const lines = parts.flatMap((part) => part ?? []);
  return lines.length === 0 ? {} : { documentation: lines.join('\n') };
}
