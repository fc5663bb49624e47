import type { SchemaSource } from '../../load-schema-sources.ts';
import type { SchemaMistake } from '../../schema-mistake.ts';
import type { SourceLocation } from '../../schema-model.ts';

/** A file's text with the table that turns offsets into lines and columns. */
export interface SourceText {
  readonly path: string;
  /** Without the byte order mark, which editors do not count either. */
  readonly text: string;
  /** The offset at which each line begins. */
  readonly lineStarts: readonly number[];
}

export function sourceText({ path, content }: SchemaSource): SourceText {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content;
  const lineStarts = [0];
  for (const { index, 0: newline } of text.matchAll(/\r\n|\n|\r/g)) {
    lineStarts.push(index + newline.length);
  }
  return { path, text, lineStarts };
}

/** The number of the line that holds the offset, from 0. */
export function lineAt({ lineStarts }: SourceText, offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A line's text, without its newline. The line counts from 0. */
export function lineText({ text, lineStarts }: SourceText, line: number): string {
  return text.slice(lineStarts[line], lineStarts[line + 1]).replace(/[\r\n]+$/, '');
}

/** Columns count characters (code points), as editors do, not UTF-16 units or bytes. */
export function locationAt(source: SourceText, offset: number): SourceLocation {
  const line = lineAt(source, offset);
  const before = source.text.slice(source.lineStarts[line], offset);
  return { file: source.path, line: line + 1, column: [...before].length + 1 };
}

/** A mistake at an offset of a file. */
export function mistakeAt(source: SourceText, offset: number, message: string): SchemaMistake {
  const sourceLine = lineText(source, lineAt(source, offset));
  return { ...locationAt(source, offset), sourceLine, message };
}
