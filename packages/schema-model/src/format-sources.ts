import { SchemaServiceError } from '@schema-service/errors';
import type { SchemaSource } from './load-schema-sources.ts';
import { parseSchema } from './parse-schema.ts';
import { format } from './prisma/engine/schema-engine.ts';

/**
 * The sources in the one layout that Prisma's tools and editors agree on. A
 * relation that is declared on one side gets its other side, and a comment
 * behind an opening brace is dropped, as there.
 *
 * @throws SchemaServiceError what `parseSchema` throws of the sources: a broken
 * text has no layout, and Prisma's formatter would lose parts of it.
 */
export function formatSources(sources: readonly SchemaSource[]): readonly SchemaSource[] {
  const files = sources.map(({ path, content }) => [path, content] as const);
  const formatted = format(files).map(([path, content]) => ({ path, content }));
  try {
    parseSchema(formatted);
  } catch (error) {
    if (!(error instanceof SchemaServiceError)) throw error;
    // The mistakes at their places in the sources as they stand.
    parseSchema(sources);
    throw error;
  }
  return formatted;
}
