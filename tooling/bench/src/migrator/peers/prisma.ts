// Prisma Migrate over plain SQL files, by its engine as WebAssembly: what `migrate deploy` calls, without the start of
// the prisma command (about 3 s), which cannot run without downloading the native engine. prisma.ts FOLDER URL
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The types of Node leave WebAssembly out, and those of the engine its two entry points. */
interface WebAssemblyGlobal {
  readonly WebAssembly: {
    instantiate(
      bytes: Uint8Array,
      imports: object,
    ): Promise<{ readonly instance: { readonly exports: { __wbindgen_start(): void } } }>;
  };
}
interface EngineEntry {
  __wbg_set_wasm(exports: object): void;
}

const [folder = '', connectionString = ''] = process.argv.slice(2);
const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
const binary = readFileSync(join(dirname(entry), 'schema_engine_bg.wasm'));
const { WebAssembly } = globalThis as unknown as WebAssemblyGlobal;
const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': engine });
(engine as unknown as EngineEntry).__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString }));
const datamodel = 'datasource db { provider = "postgresql" }';
const migrator = await engine.SchemaEngine.new(
  { datamodels: [['schema.prisma', datamodel]] },
  () => {},
  adapter,
);
await migrator.applyMigrations({
  migrationsList: {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: readdirSync(folder)
      .sort()
      .map((file) => ({
        path: file.replace('.sql', ''),
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(join(folder, file), 'utf8') },
        },
      })),
  },
  filters: { externalTables: [], externalEnums: [] },
});
process.exit(0);
