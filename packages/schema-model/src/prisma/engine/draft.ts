import { lineAt, lineText, type SourceText, sourceText } from '../language/source-text.ts';
import { type BlockOutline, outlineBlocks } from './block-outline.ts';
import type { EngineFinding } from './schema-engine.ts';

/** What the engine found, and in which draft. */
export interface DraftFinding extends EngineFinding {
  readonly draft: Draft;
  /** Where it starts in the original file. */
  readonly offset: number;
}

/**
 * A copy of a file for the engine, with parts of it taken out. Lines keep their
 * number, so that what the engine says of a line can be told of the original.
 */
export interface Draft {
  readonly source: SourceText;
  readonly blocks: readonly BlockOutline[];
  readonly content: string;
  /** The content as a file to parse: what it has in common with the original stands in the same place. */
  readonly accepted: SourceText;
  /** The block whose body holds the line. */
  blockAt(line: number): BlockOutline | undefined;
  /** Turns a part of the original into spaces; what stands around it does not move. */
  erase(start: number, end: number): void;
  /** Says something else in a line. */
  replaceLine(line: number, replacement: string): void;
  /** Closes the block that is still open where the line begins. */
  insertBrace(line: number): void;
  /** The number of the line, from 0, of an offset of `content`. */
  lineOf(offset: number): number;
  /** Where an offset of `content` stands in the original, if its line was not replaced. */
  originalOffset(offset: number): number;
}

export function createDraft(source: SourceText): Draft {
  const { lineStarts } = source;
  const lines = lineStarts.map((start, line) => source.text.slice(start, lineStarts[line + 1]));
  const blocks = outlineBlocks(source);
  const shifted = new Set<number>();
  let cached: SourceText | undefined;

  const current = (): SourceText => {
    cached ??= sourceText({ path: source.path, content: lines.join('') });
    return cached;
  };
  const change = (line: number, text: string): void => {
    lines[line] = text;
    cached = undefined;
  };

  return {
    source,
    blocks,
    get accepted() {
      return current();
    },
    get content() {
      return current().text;
    },
    blockAt: (line) =>
      blocks.find(({ firstLine, lastLine }) => firstLine < line && line <= lastLine),
    erase: (start, end) => {
      for (let line = lineAt(source, start); line <= lineAt(source, end); line++) {
        const lineStart = lineStarts[line] ?? 0;
        const text = lines[line] ?? '';
        const [from, to] = [Math.max(start - lineStart, 0), Math.max(end - lineStart, 0)];
        const erased = text.slice(from, to).replace(/[^\r\n]/g, ' ');
        change(line, text.slice(0, from) + erased + text.slice(to));
      }
    },
    replaceLine: (line, replacement) => {
      const newline = lines[line]?.slice(lineText(source, line).length) ?? '';
      change(line, replacement + (newline.match(/[\r\n]+$/)?.[0] ?? ''));
    },
    insertBrace: (line) => {
      if (line < lines.length) {
        change(line, `}${lines[line]}`);
        shifted.add(line);
      } else {
        change(lines.length - 1, `${lines.at(-1)}\n}`);
      }
    },
    lineOf: (offset) => lineAt(current(), offset),
    originalOffset: (offset) => {
      const line = Math.min(lineAt(current(), offset), lineStarts.length - 1);
      const column = offset - (current().lineStarts[line] ?? 0) - (shifted.has(line) ? 1 : 0);
      return (lineStarts[line] ?? 0) + Math.max(column, 0);
    },
  };
}
