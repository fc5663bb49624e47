import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** A file as this engine takes it. */
export interface SchemaFile {
  readonly path: string;
  readonly content: string;
}

export type DiffSide =
  | { readonly tag: 'empty' }
  | { readonly tag: 'schemaDatamodel'; readonly files: readonly SchemaFile[] };

/** The calls of Prisma's schema engine that are made here. */
export interface SchemaEngine {
  diff(input: {
    readonly from: DiffSide;
    readonly to: DiffSide;
    readonly script: true;
    readonly shadowDatabaseUrl: null;
    readonly exitCode: null;
    readonly filters: {
      readonly externalTables: readonly string[];
      readonly externalEnums: readonly string[];
    };
  }): Promise<{ readonly stdout: string | null }>;
  introspect(input: {
    readonly schema: { readonly files: readonly SchemaFile[] };
    readonly baseDirectoryPath: string;
    readonly force: boolean;
    readonly compositeTypeDepth: number;
    readonly namespaces: readonly string[] | null;
  }): Promise<{ readonly schema: { readonly files: readonly SchemaFile[] } }>;
  free(): void;
}

interface SchemaEngineModule {
  __wbg_set_wasm(exports: object): void;
  readonly SchemaEngine: {
    new: (
      options: { readonly datamodels: readonly (readonly [path: string, content: string])[] },
      log: () => void,
      adapter: unknown,
    ) => Promise<SchemaEngine>;
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

let loading: Promise<SchemaEngineModule> | undefined;

/** The engine is 3 MB of WebAssembly: it is loaded when SQL is first asked for, once, and not on import. */
export function loadSchemaEngine(): Promise<SchemaEngineModule> {
  loading ??= instantiate();
  return loading;
}

/** The package's own entry imports `.wasm` as a module, which Node can do behind a flag only. */
async function instantiate(): Promise<SchemaEngineModule> {
  const path = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const module: SchemaEngineModule = await import(pathToFileURL(path).href);
  const { WebAssembly } = globalThis as unknown as WebAssemblyGlobal;
  const { instance } = await WebAssembly.instantiate(
    await readFile(path.replace(/\.js$/, '.wasm')),
    { './schema_engine_bg.js': module },
  );
  module.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === 'function') start();
  return module;
}
