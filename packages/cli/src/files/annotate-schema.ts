import { readFile } from 'node:fs/promises';
import type { SourceLocation } from '@schema-service/schema-model';
import { type FileContent, replaceFiles } from './replace-files.ts';

/** A line of documentation for the declaration that stands at a place. */
export interface Annotation {
  readonly location: SourceLocation;
  /** `/// @...`, without the indentation. */
  readonly line: string;
}

/** Writes lines above declarations of the schema: in all of its files, or in none. */
export async function annotateSchema(annotations: readonly Annotation[]): Promise<void> {
  const files = new Set(annotations.map(({ location }) => location.file));
  const contents = await Promise.all(
    [...files].map(async (path): Promise<FileContent> => {
      const here = annotations.filter(({ location }) => location.file === path);
      return { path, content: annotated(await readFile(path, 'utf8'), here) };
    }),
  );
  await replaceFiles(contents);
}

function annotated(text: string, annotations: readonly Annotation[]): string {
  const lines = text.split('\n');
  // From the end, so that the lines before keep their numbers.
  for (const { line, location } of annotations.toSorted(
    (a, b) => b.location.line - a.location.line,
  )) {
    const indentation = /^\s*/.exec(lines[location.line - 1] ?? '')?.[0] ?? '';
    lines.splice(location.line - 1, 0, indentation + line);
  }
  return lines.join('\n');
}
