import type { SchemaModel } from '../../schema-model.ts';
import { printSchema } from '../print/print-schema.ts';
import { nowhereAdapter } from './nowhere-adapter.ts';
import { type DiffSide, loadSchemaEngine, type SchemaEngine } from './schema-engine-module.ts';
import { splitStatements } from './split-statements.ts';

let starting: Promise<SchemaEngine> | undefined;

/**
 * The SQL that leads from one schema to the other, a statement each, as Prisma's
 * engine writes it: without regard to the rows in the tables and to who waits
 * for them. Views are left out: the schema language does not know their queries.
 *
 * `previous` is null for an empty database. The first call loads the engine;
 * calls may run at the same time.
 */
export async function schemaSql(
  previous: SchemaModel | null,
  current: SchemaModel,
): Promise<readonly string[]> {
  return sqlBetween(sideOf(previous), sideOf(current));
}

/** The same for schemas as texts, which the engine must accept as they are. */
export async function sqlBetween(from: DiffSide, to: DiffSide): Promise<readonly string[]> {
  starting ??= startEngine();
  const engine = await starting;
  const { stdout } = await engine.diff({
    from,
    to,
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return splitStatements(stdout ?? '');
}

function sideOf(schema: SchemaModel | null): DiffSide {
  if (schema === null) return { tag: 'empty' };
  const content = printSchema(schema, { documentation: false });
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
}

async function startEngine(): Promise<SchemaEngine> {
  const [{ SchemaEngine }, { bindMigrationAwareSqlAdapterFactory }] = await Promise.all([
    loadSchemaEngine(),
    import('@prisma/driver-adapter-utils'),
  ]);
  return SchemaEngine.new(
    { datamodels: [['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n']] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(nowhereAdapter),
  );
}
