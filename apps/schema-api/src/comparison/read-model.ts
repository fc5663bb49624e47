import type { CatalogRelease } from '@schema-service/catalog';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import type { SchemaModel } from '@schema-service/schema-model';

/**
 * The meaning of a release's schema. The reader is loaded when the first one is
 * asked for. Prisma's engine (WebAssembly) is asked only where the text does not
 * mean what the release's content hash says, which it was frozen with.
 *
 * Throws `RELEASE_SCHEMA_UNREADABLE` for a schema that this version of the reader
 * does not take.
 */
export async function readModel({
  version,
  schema,
  metadata,
}: CatalogRelease): Promise<SchemaModel> {
  const { parseSchema, schemaHash } = await import('@schema-service/schema-model');
  const sources = [{ path: 'schema.prisma', content: schema }];
  try {
    const model = parseSchema(sources, { isKnownValid: true });
    if (schemaHash(model) === metadata.hash) return model;
  } catch {
    // The engine says better what is wrong.
  }
  try {
    return parseSchema(sources);
  } catch (error) {
    throw isSchemaServiceError(error) ? unreadable(version, error) : error;
  }
}

function unreadable(version: string, cause: SchemaServiceError): SchemaServiceError {
  const { code, message, meta } = cause.toJSON();
  return new SchemaServiceError(
    {
      code: 'RELEASE_SCHEMA_UNREADABLE',
      message: `The schema of version ${version} cannot be read.`,
      why: message,
      fix: `It was published as it is. GET /schema/${version} has its text; compare other versions.`,
      meta: { version, code, ...meta },
    },
    { cause },
  );
}
