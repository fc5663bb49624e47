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

export interface SchemaEngineModule {
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

export interface FailureListener {
  /** What the engine says before it fails. */
  readonly said: (words: string) => void;
  /** Called for a failure that no call of the engine throws. */
  readonly failed: (cause: unknown) => void;
}

let instances = 0;

/**
 * A new engine, with memory of its own. The package's own entry imports `.wasm` as a module, which
 * Node can do behind a flag only.
 */
export async function instantiate(listener: FailureListener): Promise<SchemaEngineModule> {
  const path = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  instances += 1;
  // A module is loaded once for each address.
  const module: SchemaEngineModule = await import(`${pathToFileURL(path).href}?${instances}`);
  const { WebAssembly } = globalThis as unknown as WebAssemblyGlobal;
  const { instance } = await WebAssembly.instantiate(
    await readFile(path.replace(/\.js$/, '.wasm')),
    { './schema_engine_bg.js': guarded(module, listener.failed) },
  );
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: listener.said } });
  module.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === 'function') start();
  return module;
}

const scheduling = /^__wbg_(?:queueMicrotask|then)_/;

type Call = (...args: readonly unknown[]) => unknown;

/**
 * What the engine imports, with the callbacks that it schedules caught: it works on its answers in
 * those, where a failure would end the process.
 */
function guarded(module: object, failed: (cause: unknown) => void): object {
  const caught =
    (callback: Call): Call =>
    (...args) => {
      try {
        return callback(...args);
      } catch (cause) {
        return failed(cause);
      }
    };
  const guards = Object.entries(module)
    .filter(([name]) => scheduling.test(name))
    .map(([name, schedule]: readonly [string, Call]) => {
      const guard: Call = (...args) =>
        schedule(
          // A callback is a function: the others are promises and the global object.
          ...args.map((arg) => (typeof arg === 'function' ? caught(arg as Call) : arg)),
        );
      return [name, guard] as const;
    });
  return { ...module, ...Object.fromEntries(guards) };
}
