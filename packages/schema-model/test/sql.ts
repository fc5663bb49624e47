import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { EngineFile } from '../src/prisma/engine/schema-engine.ts';

/** The part of `@prisma/schema-engine-wasm` that turns a schema into SQL. */
interface SchemaEngineModule {
  __wbg_set_wasm(exports: object): void;
  readonly SchemaEngine: {
    new: (
      options: { readonly datamodels: readonly EngineFile[] },
      log: () => void,
      adapter: unknown,
    ) => Promise<{ diff(input: object): Promise<{ stdout: string }> }>;
  };
}

/** The types of Node leave WebAssembly out. */
interface WebAssemblyGlobal {
  readonly WebAssembly: {
    instantiate(
      bytes: Uint8Array,
      imports: object,
    ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
  };
}

const modulePath = createRequire(import.meta.url).resolve(
  '@prisma/schema-engine-wasm/schema_engine_bg',
);
const engineModule: SchemaEngineModule = await import(modulePath);
const { WebAssembly } = globalThis as unknown as WebAssemblyGlobal;
const { instance } = await WebAssembly.instantiate(
  readFileSync(modulePath.replace(/\.js$/, '.wasm')),
  { './schema_engine_bg.js': engineModule },
);
engineModule.__wbg_set_wasm(instance.exports);
const { __wbindgen_start: start } = instance.exports;
if (typeof start === 'function') start();

// The engine connects when it is made, though comparing two texts needs no database.
const nowhere = {
  provider: 'postgres',
  adapterName: 'nowhere',
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  queryRaw: async () => ({
    columnNames: ['a', 'b', 'c', 'd', 'e'],
    columnTypes: [7, 7, 7, 7, 7],
    rows: [['1', 'PostgreSQL 18', 'x', '180000', '1']],
  }),
  executeRaw: async () => 0,
  executeScript: async () => {},
  dispose: async () => {},
} as unknown as SqlDriverAdapter;

const adapter: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'nowhere',
  connect: async () => nowhere,
  connectToShadowDb: async () => nowhere,
};

/** The SQL that Prisma would create the schema with, a statement each. */
export async function createStatements(files: readonly EngineFile[]): Promise<readonly string[]> {
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: files },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: {
      tag: 'schemaDatamodel',
      files: files.map(([path, content]) => ({ path, content })),
    },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout
    .split(/^-- .*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
