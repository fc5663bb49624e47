import type { SourceText } from '../language/source-text.ts';

/** Where a block stands in a file that may be broken. Lines count from 0. */
export interface BlockOutline {
  readonly keyword: string;
  readonly name: string;
  /** Where its keyword begins. */
  readonly start: number;
  /** Behind its closing brace; where that is missing, behind its last line. */
  readonly end: number;
  readonly firstLine: number;
  /** The line with its brace; the last one that belongs to it where the brace is missing. */
  readonly lastLine: number;
  readonly isClosed: boolean;
}

const stringOrComment = /"(?:[^"\\\r\n]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;
// Behind a keyword Prisma wants no space: `modelUser {` declares User.
const opening =
  /^(\s*(?:\}\s*)?)((?:model|view|type|enum|datasource|generator)|\p{L}[\p{L}\p{M}\p{N}_]*(?=\s))\s*([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)\s*\{/u;
const closing = /^\s*\}/;

/** The text with every comment blanked out; nothing moves. */
export function withoutComments(text: string): string {
  return text.replace(stringOrComment, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\r\n]/g, ' '),
  );
}

/** Finds the blocks line by line, as Prisma does, so that one broken block does not hide the next. */
export function outlineBlocks({ text, lineStarts }: SourceText): readonly BlockOutline[] {
  const code = withoutComments(text);
  const outlines: BlockOutline[] = [];
  let open: Pick<BlockOutline, 'keyword' | 'name' | 'start' | 'firstLine'> | undefined;
  const close = (lastLine: number, end: number, isClosed: boolean): void => {
    if (open) outlines.push({ ...open, lastLine, end, isClosed });
    open = undefined;
  };

  for (const [line, start] of lineStarts.entries()) {
    const lineCode = code.slice(start, lineStarts[line + 1]);
    const brace = closing.exec(lineCode);
    if (brace) close(line, start + brace[0].length, true);
    const [, before = '', keyword, name] = opening.exec(lineCode) ?? [];
    if (keyword === undefined || name === undefined) continue;
    close(line - 1, start, false);
    open = { keyword, name, start: start + before.length, firstLine: line };
  }
  close(lineStarts.length - 1, text.length, false);
  return outlines;
}
