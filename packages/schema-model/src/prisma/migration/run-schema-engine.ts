import { type EngineTask, engineFailed, isPanic } from '../engine-failure.ts';
import { instantiate, type SchemaEngineModule } from './schema-engine-module.ts';

interface Instance {
  readonly module: SchemaEngineModule;
  /** Settles when the engine fails where no call is waiting. */
  readonly failure: Promise<never>;
  readonly state: EngineState;
}

interface EngineState {
  /** What it said last before it failed. */
  words?: string;
  isBroken: boolean;
}

let loading: Promise<Instance> | undefined;

/**
 * Asks Prisma's schema engine, 3 MB of WebAssembly that are loaded at the first call. An engine that
 * fails is left, and the next call gets a new one; calls that are under way fail with it.
 *
 * @throws SchemaServiceError `SCHEMA_ENGINE_FAILED`, where it fails; what else `use` throws
 */
export async function runSchemaEngine<Result>(
  task: EngineTask,
  use: (module: SchemaEngineModule) => Promise<Result>,
): Promise<Result> {
  loading ??= load();
  const current = loading;
  const { module, failure, state } = await current;
  try {
    return await Promise.race([use(module), failure]);
  } catch (cause) {
    if (!state.isBroken && !isPanic(cause)) throw cause;
    if (loading === current) loading = undefined;
    throw engineFailed(task, cause, state.words);
  }
}

async function load(): Promise<Instance> {
  const state: EngineState = { isBroken: false };
  let failed = (_cause: unknown): void => {};
  const failure = new Promise<never>((_, reject) => {
    failed = (cause) => {
      state.isBroken = true;
      reject(cause);
    };
  });
  // Told to whoever is waiting; where nobody is, the next call finds out.
  failure.catch(() => {});
  const said = (text: string): void => {
    state.words = text;
  };
  const module = await instantiate({ said, failed });
  return { module, failure, state };
}
