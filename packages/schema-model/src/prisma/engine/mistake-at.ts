import type { SchemaMistake } from '../../schema-mistake.ts';
import { lineAt, lineText, locationAt, type SourceText } from '../language/source-text.ts';

/** A mistake at an offset of a file. */
export function mistakeAt(source: SourceText, offset: number, message: string): SchemaMistake {
  const sourceLine = lineText(source, lineAt(source, offset));
  return { ...locationAt(source, offset), sourceLine, message };
}
