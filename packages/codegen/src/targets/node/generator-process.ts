import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { GenerateClientOptions } from '@prisma/client-generator-ts';
import { SchemaServiceError } from '@schema-service/errors';
import { targetAsset } from '../../target-asset.ts';

/** What the process answers, or what it said on stderr where it ends without an answer. */
type GeneratorReply =
  | { readonly kind: 'generated' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'ended'; readonly how: string; readonly said: string };

/** A process that has Prisma's client generator, for one run. */
export interface GeneratorProcess {
  /**
   * Writes the client to `options.outputDir`.
   *
   * @param documented the schema that the client's types are made from
   * @param workDir a temporary folder for what is handed over
   * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`, `NODE_GENERATOR_ENDED`
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
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const replied = new Promise<GeneratorReply>((resolve) => {
    child.once('message', (reply) => resolve(reply as GeneratorReply));
    // Also of messages that it did not live to read: what it said tells more.
    child.on('error', ({ message }) => {
      if (child.pid === undefined) resolve({ kind: 'ended', how: message, said });
    });
    child.once('close', (code, signal) =>
      resolve({ kind: 'ended', how: signal ?? `exit code ${code}`, said }),
    );
  });
  return {
    generate: async (documented, options, workDir) => {
      const dmmfFile = writeDmmf(documented, workDir);
      // A failure is one of the process, whose end says why.
      child.send({ documented, dmmfFile, options }, () => {});
      const reply = await replied;
      if (reply.kind === 'failed') throw generationFailed(reply.reason);
      if (reply.kind === 'ended') throw generatorEnded(reply.how, reply.said);
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

function generatorEnded(how: string, said: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'NODE_GENERATOR_ENDED',
    message: `Prisma's generator ended (${how}) before it answered.`,
    why: said.trim() || 'It said nothing.',
    fix: 'Install the dependencies again, and check that there is memory left.',
  });
}
