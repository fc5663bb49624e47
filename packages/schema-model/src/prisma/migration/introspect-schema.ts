import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import type { Pool } from 'pg';
import { emptySchema, type SchemaModel } from '../../schema-model.ts';
import { formatSchema } from '../engine/schema-engine.ts';
import type { EngineTask } from '../engine-failure.ts';
import { generatorBlock, previewFeatures, printDatasource } from '../print/print-config.ts';
import { printDeclarations } from '../print/print-schema.ts';
import { catalogAdapter } from './catalog-adapter.ts';
import { connectPool } from './connect-pool.ts';
import { nameListDefaults } from './name-list-defaults.ts';
import { runSchemaEngine } from './run-schema-engine.ts';

export interface IntrospectOptions {
  /** PostgreSQL's schemas to read. Default: `public`, and then no declaration says `@@schema`. */
  readonly namespaces?: readonly string[];
  /**
   * A schema whose names are kept for what the database has of it, so that the
   * two can be compared. Its namespaces are read where none are named.
   */
  readonly like?: SchemaModel;
}

const task: EngineTask = {
  act: 'read the database',
  fix: 'Look at the tables, types and indexes that were made last: one of them is likely what the engine fails on. Report it with its definition.',
};

/**
 * The schema of a live database as a Prisma schema text, as Prisma's engine
 * reads it: names as in the database, what the language cannot say left out
 * (checks, triggers, the queries of views) or as `Unsupported(...)`.
 *
 * @throws SchemaServiceError `DATABASE_URL_INVALID`, `DATABASE_UNREACHABLE`, `DATABASE_NOT_FOUND`,
 * `DATABASE_AUTHENTICATION_FAILED`; `SCHEMA_NOT_INTROSPECTED` where the database has no table that
 * the role may see, or the engine cannot read it; `SCHEMA_ENGINE_FAILED`
 */
export async function introspectSchema(
  connectionString: string,
  { like, namespaces = like?.namespaces ?? [] }: IntrospectOptions = {},
): Promise<string> {
  await using connected = await connectPool(connectionString);
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils');
  const files = [{ path: 'schema.prisma', content: frame(namespaces, like) }];
  try {
    const { schema } = await runSchemaEngine(task, async ({ SchemaEngine }) => {
      const engine = await SchemaEngine.new(
        { datamodels: files.map(({ path, content }) => [path, content]) },
        () => {},
        bindMigrationAwareSqlAdapterFactory(catalogAdapter(connected.pool)),
      );
      const read = await engine.introspect({
        schema: { files },
        baseDirectoryPath: '/',
        force: like === undefined,
        compositeTypeDepth: 0,
        namespaces: namespaces.length === 0 ? null : namespaces,
      });
      engine.free();
      return read;
    });
    const text = nameListDefaults(schema.files.map(({ content }) => content).join('\n'));
    return await withExtensions(text, connected.pool);
  } catch (cause) {
    throw introspectionError(cause);
  }
}

/** What the engine puts the declarations into. */
function frame(namespaces: readonly string[], like: SchemaModel | undefined): string {
  const schema = like ?? emptySchema;
  return [
    printDatasource({ ...schema, namespaces }),
    generatorBlock(previewFeatures),
    ...printDeclarations(schema, true),
  ].join('\n');
}

/** The engine does not look for extensions, and drops those that it is told of. */
async function withExtensions(text: string, pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ extname: string }>(
    "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname",
  );
  if (rows.length === 0) return text;
  const extensions = rows.map(({ extname }) => extension(extname)).join(', ');
  return formatSchema(
    text.replace(/^datasource db \{\n/m, (head) => `${head}  extensions = [${extensions}]\n`),
  );
}

/** `uuid-ossp` is no name in a schema. */
function extension(name: string): string {
  if (/^\w+$/.test(name)) return name;
  return `${name.replace(/\W/g, '_')}(map: ${JSON.stringify(name)})`;
}

/** What the engine says when it gives up, as a person can use it. */
function introspectionError(cause: unknown): SchemaServiceError {
  if (isSchemaServiceError(cause)) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const why = said.trim().split('\n', 1)[0] ?? '';
  return new SchemaServiceError(
    {
      code: 'SCHEMA_NOT_INTROSPECTED',
      message: 'No schema could be read from the database.',
      why,
      fix: 'Name a database with tables that the role may see.',
    },
    { cause },
  );
}
