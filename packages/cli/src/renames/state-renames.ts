import { readFile } from 'node:fs/promises';
import type { Rename } from '@schema-service/schema-diff';
import type { SchemaModel, SourceLocation } from '@schema-service/schema-model';
import { renameAnnotation } from '../diff-report/change-words.ts';
import { type FileContent, replaceFiles } from '../files/replace-files.ts';

/** An annotation that was written, and where. */
export interface StatedRename extends Rename {
  readonly location: SourceLocation;
}

/** Writes `/// @renamed from: ...` above what was renamed, so that the release says so, too. */
export async function stateRenames(
  schema: SchemaModel,
  renames: readonly Rename[],
): Promise<readonly StatedRename[]> {
  const stated = renames.flatMap((rename) => {
    const location = locationOf(schema, rename.to);
    return location === undefined ? [] : [{ ...rename, location }];
  });
  const files = new Set(stated.map(({ location }) => location.file));
  const contents = await Promise.all(
    [...files].map(async (path): Promise<FileContent> => {
      const here = stated.filter(({ location }) => location.file === path);
      return { path, content: annotated(await readFile(path, 'utf8'), here) };
    }),
  );
  await replaceFiles(contents);
  return stated;
}

function annotated(text: string, stated: readonly StatedRename[]): string {
  const lines = text.split('\n');
  // From the end, so that the lines before keep their numbers.
  for (const { from, location } of stated.toSorted((a, b) => b.location.line - a.location.line)) {
    const indentation = /^\s*/.exec(lines[location.line - 1] ?? '')?.[0] ?? '';
    lines.splice(location.line - 1, 0, indentation + renameAnnotation(from));
  }
  return lines.join('\n');
}

function locationOf(schema: SchemaModel, path: string): SourceLocation | undefined {
  const [owner, member] = path.split('.');
  const entity = [...schema.models, ...schema.views].find(({ name }) => name === owner);
  const declared = entity ?? schema.enums.find(({ name }) => name === owner);
  if (declared === undefined || member === undefined) return declared?.location;
  const members = 'fields' in declared ? declared.fields : declared.values;
  return members.find(({ name }) => name === member)?.location;
}
