import { SchemaServiceError } from '@schema-service/errors';
import { compareText } from './sorted-by.ts';

/** One thing that is wrong in a schema, and where. */
export interface SchemaMistake {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** The line as it stands in the file. */
  readonly sourceLine: string;
  /** What is wrong. */
  readonly message: string;
}

/** As they stand in the files. */
export function inOrder(mistakes: readonly SchemaMistake[]): readonly SchemaMistake[] {
  return mistakes.toSorted(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
}

/** All mistakes of a schema as one `SCHEMA_INVALID` error: a place, a reason and the line for each. */
export function schemaInvalid(mistakes: readonly SchemaMistake[]): SchemaServiceError {
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  return new SchemaServiceError({
    code: 'SCHEMA_INVALID',
    message: [`The schema has ${count}.`, ...mistakes.map(formatMistake)].join('\n\n'),
    fix: 'Correct the lines above; nothing was changed.',
    meta: { mistakes },
  });
}

function formatMistake({ file, line, column, sourceLine, message }: SchemaMistake): string {
  // A tab stays a tab, so that the caret stands under its character whatever the tab width.
  const padding = [...sourceLine]
    .slice(0, column - 1)
    .map((character) => (character === '\t' ? '\t' : ' '))
    .join('');
  return `${file}:${line}:${column}: ${message}\n  ${sourceLine}\n  ${padding}^`;
}
