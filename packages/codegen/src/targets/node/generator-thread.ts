import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { GenerateClientOptions } from '@prisma/client-generator-ts';
import { SchemaServiceError } from '@schema-service/errors';
import { targetAsset } from '../../target-asset.ts';

/** What the thread answers. */
type GeneratorReply =
  | { readonly kind: 'generated' }
  | { readonly kind: 'failed'; readonly reason: string };

/** A thread that has Prisma's client generator, for one run. */
export interface GeneratorThread {
  /**
   * Writes the client to `options.outputDir`.
   *
   * @param documented the schema that the client's types are made from
   * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`
   */
  readonly generate: (
    documented: string,
    options: Omit<GenerateClientOptions, 'dmmf'>,
  ) => Promise<void>;
  readonly stop: () => Promise<unknown>;
}

/** Starts the thread, which begins to load the generator: the earlier, the better. Stop it in any case. */
export function startGenerator(): GeneratorThread {
  const thread = new Worker(targetAsset('node', 'generator-thread.mjs'), {
    // Flags of this process (a loader, `--input-type`) are not for it.
    execArgv: [],
    // The generator makes millions of short-lived objects: room for them spares it a fifth of its time.
    resourceLimits: { maxYoungGenerationSizeMb: 128 },
  });
  const replied = new Promise<GeneratorReply>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  return {
    generate: async (documented, options) => {
      thread.postMessage({ documented, dmmf: readDmmf(documented), options });
      const reply = await replied;
      if (reply.kind === 'failed') throw generationFailed(reply.reason);
    },
    stop: () => thread.terminate(),
  };
}

/**
 * The document that the generator reads, as JSON, made while the thread loads.
 * Undefined where the schema is invalid or the document exceeds V8's longest
 * string: the thread then finds out, by Prisma's own way of doing it.
 */
function readDmmf(schema: string): string | undefined {
  const engine = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');
  try {
    return engine.get_dmmf(JSON.stringify({ prismaSchema: schema, noColor: true }));
  } catch {
    return undefined;
  }
}

function generationFailed(reason: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'NODE_CLIENT_GENERATION_FAILED',
    message: 'The Node client cannot be generated from this schema.',
    // Prisma colours its messages.
    why: stripVTControlCharacters(reason),
    fix: "Rename what Prisma's generator rejects, keeping the database's name with @map or @@map.",
  });
}
