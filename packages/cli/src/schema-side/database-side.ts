import { looksLikeDatabaseUrl, readDatabaseUrl } from '@schema-service/database-url';
import { introspectSchema, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import type { SchemaSide } from './schema-side.ts';

/** Whether a word of the command line is the address of a database, rightly written or not. */
export const isDatabaseUrl: (word: string) => boolean = looksLikeDatabaseUrl;

/**
 * A live database as a schema. What it has in common with the schema it is
 * compared with has that one's names, which no database knows.
 */
export async function databaseSide(
  url: string,
  like: SchemaModel | undefined,
): Promise<SchemaSide> {
  // Without who asks and how.
  const { label } = readDatabaseUrl(url, 'The database to compare with');
  const content = await introspectSchema(url, like === undefined ? {} : { like });
  return { kind: 'database', label, model: parseSchema([{ path: label, content }]) };
}
