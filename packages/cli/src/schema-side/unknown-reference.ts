import { SchemaServiceError } from '@schema-service/errors';

/** A word of the command line that names no schema. */
export function unknownReference(word: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'SCHEMA_REFERENCE_UNKNOWN',
    message: `${word} is no schema that can be read.`,
    why,
    fix: 'Name a version (1.1.0, latest), working, a git reference (git:main), a file or folder, or postgresql://...',
    meta: { reference: word },
  });
}
