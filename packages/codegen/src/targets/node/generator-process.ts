import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { GenerateClientOptions } from '@prisma/client-generator-ts';
import { SchemaServiceError } from '@schema-service/errors';
import { targetAsset } from '../../target-asset.ts';

/** What the process answers. */
type GeneratorReply =
  | { readonly kind: 'generated' }
  | { readonly kind: 'failed'; readonly reason: string };

/** A process that has Prisma's client generator, for one run. */
export interface GeneratorProcess {
  /**
   * Writes the client to `options.outputDir`.
   *
   * @param documented the schema that the client's types are made from
   * @param workDir a temporary folder for what is handed over
   * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`
   */
  readonly generate: (
    documented: string,
    options: Omit<GenerateClientOptions, 'dmmf'>,
    workDir: string,
  ) => Promise<void>;
  /** Lets the process end. Call it in any case. */
  readonly stop: () => void;
}

/**
 * For a run of a second that makes millions of short-lived objects: room for
 * them, and no optimising compiler, whose work does not pay off. Measured at
 * 100 models, interleaved: 2.65 s for everything instead of 3.15 s.
 */
const shortRun = ['--no-opt', '--max-semi-space-size=64'];

/** Starts the process, which begins to load the generator: the earlier, the better. */
export function startGenerator(): GeneratorProcess {
  // It talks to nobody, and reading extra certificates takes longer than its own start.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const child = fork(targetAsset('node', 'generator-process.mjs'), {
    env,
    execArgv: shortRun,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const replied = new Promise<GeneratorReply>((resolve, reject) => {
    child.once('message', (reply) => resolve(reply as GeneratorReply));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve({ kind: 'failed', reason: `Prisma's generator ended with ${signal ?? code}.` }),
    );
  });
  return {
    generate: async (documented, options, workDir) => {
      const dmmfFile = writeDmmf(documented, workDir);
      child.send({ documented, dmmfFile, options });
      const reply = await replied;
      if (reply.kind === 'failed') throw generationFailed(reply.reason);
    },
    stop: () => {
      // Without its parent it ends, and nobody needs to wait for that.
      if (child.connected) child.disconnect();
      child.unref();
    },
  };
}

/**
 * The document that the generator reads, made while the process loads, in a
 * file. Undefined where the schema is invalid or the document exceeds V8's
 * longest string: the process then finds out, by Prisma's own way of doing it.
 */
function writeDmmf(schema: string, workDir: string): string | undefined {
  const engine = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');
  const file = join(workDir, 'dmmf.json');
  try {
    writeFileSync(file, engine.get_dmmf(JSON.stringify({ prismaSchema: schema, noColor: true })));
    return file;
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
