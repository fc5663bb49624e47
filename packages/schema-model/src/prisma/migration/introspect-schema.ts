import { generatorBlock, previewFeatures } from '../engine/preview-features.ts';
import { connectPool } from './connect-pool.ts';
import { introspectionError } from './introspection-error.ts';
import { loadSchemaEngine } from './schema-engine-module.ts';

export interface IntrospectOptions {
  /** PostgreSQL's schemas to read. Default: `public`, and then no declaration says `@@schema`. */
  readonly namespaces?: readonly string[];
}

/**
 * The schema of a live database as a Prisma schema text, as Prisma's engine
 * reads it: names as in the database, what the language cannot say left out
 * (checks, triggers, the queries of views) or as `Unsupported(...)`.
 *
 * @throws SchemaServiceError `DATABASE_URL_INVALID`, `DATABASE_UNREACHABLE`, `DATABASE_NOT_FOUND`,
 * `DATABASE_AUTHENTICATION_FAILED`; `SCHEMA_NOT_INTROSPECTED` where the database has no table that
 * the role may see, or the engine cannot read it
 */
export async function introspectSchema(
  connectionString: string,
  { namespaces = [] }: IntrospectOptions = {},
): Promise<string> {
  await using connected = await connectPool(connectionString);
  const [{ SchemaEngine }, { bindMigrationAwareSqlAdapterFactory }, { PrismaPg }] =
    await Promise.all([
      loadSchemaEngine(),
      import('@prisma/driver-adapter-utils'),
      import('@prisma/adapter-pg'),
    ]);
  const files = [{ path: 'schema.prisma', content: frame(namespaces) }];
  try {
    const engine = await SchemaEngine.new(
      { datamodels: files.map(({ path, content }) => [path, content]) },
      () => {},
      bindMigrationAwareSqlAdapterFactory(new PrismaPg(connected.pool)),
    );
    const { schema } = await engine.introspect({
      schema: { files },
      baseDirectoryPath: '/',
      force: true,
      compositeTypeDepth: 0,
      namespaces: namespaces.length === 0 ? null : namespaces,
    });
    engine.free();
    return schema.files.map(({ content }) => content).join('\n');
  } catch (cause) {
    throw introspectionError(cause);
  }
}

/** What the engine puts the declarations into. */
function frame(namespaces: readonly string[]): string {
  const schemas = namespaces.length === 0 ? '' : `  schemas  = ${JSON.stringify(namespaces)}\n`;
  return `datasource db {\n  provider = "postgresql"\n${schemas}}\n\n${generatorBlock(previewFeatures)}`;
}
