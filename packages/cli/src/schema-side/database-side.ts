import { introspectSchema, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import type { SchemaSide } from './schema-side.ts';

/** Whether a word of the command line is the address of a database. */
export const isDatabaseUrl = (word: string): boolean => /^postgres(ql)?:\/\//.test(word);

/**
 * A live database as a schema. What it has in common with the schema it is
 * compared with has that one's names, which no database knows.
 */
export async function databaseSide(
  url: string,
  like: SchemaModel | undefined,
): Promise<SchemaSide> {
  const label = withoutSecrets(url);
  const content = await introspectSchema(url, like === undefined ? {} : { like });
  return { kind: 'database', label, model: parseSchema([{ path: label, content }]) };
}

/** Where the database is, without who asks and how. */
function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgresql://${host}${pathname}`;
}
