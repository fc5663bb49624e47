import { SchemaServiceError } from '@schema-service/errors';
import { lineAt, lineText, locationAt, type SourceText } from './source-text.ts';

/** Where something stands in a file. */
export interface Place {
  readonly source: SourceText;
  readonly offset: number;
}

/**
 * Prisma's engine accepts a text that this reader has no meaning for. It is never taken for
 * something that is not there: two schemas would then be the same that are not.
 */
export function notUnderstood({ source, offset }: Place, expected: string): SchemaServiceError {
  const { file, line, column } = locationAt(source, offset);
  return new SchemaServiceError({
    code: 'SCHEMA_NOT_UNDERSTOOD',
    message: `${file}:${line}:${column}: the schema reader expected ${expected} here.\n  ${lineText(source, lineAt(source, offset))}`,
    why: 'Prisma accepts this line, and the Schema Service does not know what it means.',
    fix: 'Write it the way `prisma format` and the documentation of Prisma do, and report the line as it stands.',
    meta: { file, line, column, expected },
  });
}
