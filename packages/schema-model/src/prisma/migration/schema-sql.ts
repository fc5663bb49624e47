import { isSchemaServiceError } from '@schema-service/errors';
import type { SchemaModel } from '../../schema-model.ts';
import { engineFailed, schemaTask } from '../engine-failure.ts';
import { printSchema } from '../print/print-schema.ts';
import { withQuotableNames } from './quotable-names.ts';
import { runSchemaEngine } from './run-schema-engine.ts';
import type { DiffSide, SchemaEngine, SchemaEngineModule } from './schema-engine-module.ts';
import { splitStatements } from './split-statements.ts';
import { unconnectedAdapter } from './unconnected-adapter.ts';

const task = schemaTask('write the SQL that leads from one schema to the other');

/** The engine of each module that was loaded. */
const engines = new WeakMap<SchemaEngineModule, Promise<SchemaEngine>>();

/**
 * The SQL that leads from one schema to the other, a statement each, as Prisma's
 * engine writes it: without regard to the rows in the tables and to who waits
 * for them. Views are left out: the schema language does not know their queries.
 *
 * `previous` is null for an empty database. The first call loads the engine;
 * calls may run at the same time.
 *
 * @throws SchemaServiceError `SCHEMA_ENGINE_FAILED`
 */
export async function schemaSql(
  previous: SchemaModel | null,
  current: SchemaModel,
): Promise<readonly string[]> {
  const { schemas, restore } = withQuotableNames([previous, current]);
  const [from, to] = schemas.map((schema) => sideOf(schema ?? null));
  const statements = await sqlBetween(from ?? empty, to ?? empty);
  return statements.map(restore);
}

/** The same for schemas as texts, which the engine must accept as they are. */
export async function sqlBetween(from: DiffSide, to: DiffSide): Promise<readonly string[]> {
  try {
    const { stdout } = await runSchemaEngine(task, async (module) =>
      (await engineOf(module)).diff({
        from,
        to,
        script: true,
        shadowDatabaseUrl: null,
        exitCode: null,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    return splitStatements(stdout ?? '');
  } catch (cause) {
    throw isSchemaServiceError(cause) ? cause : engineFailed(task, cause);
  }
}

const empty: DiffSide = { tag: 'empty' };

function sideOf(schema: SchemaModel | null): DiffSide {
  if (schema === null) return empty;
  const content = printSchema(schema, { documentation: false });
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
}

function engineOf(module: SchemaEngineModule): Promise<SchemaEngine> {
  const started = engines.get(module) ?? startEngine(module);
  engines.set(module, started);
  return started;
}

async function startEngine({ SchemaEngine }: SchemaEngineModule): Promise<SchemaEngine> {
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils');
  return SchemaEngine.new(
    { datamodels: [['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(unconnectedAdapter),
  );
}
