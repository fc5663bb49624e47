import { createRequire } from 'node:module';
import { engineFailed, isPanic, schemaTask } from '../engine-failure.ts';

/** One finding of Prisma's engine. Offsets count UTF-16 units, as strings here do. */
export interface EngineFinding {
  readonly file_name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** A file as the engine takes it: path and content. */
export type EngineFile = readonly [path: string, content: string];

interface PrismaSchemaWasm {
  lint(input: string): string;
  format(files: string, request: string): string;
}

let loaded: PrismaSchemaWasm | undefined;

const require = createRequire(import.meta.url);
const PACKAGE = '@prisma/prisma-schema-wasm';

/**
 * Asks the engine, 3 MB of WebAssembly that are loaded at the first call and not on import. One that
 * fails has lost its memory: the next call gets another.
 */
function ask(act: string, use: (engine: PrismaSchemaWasm) => string): unknown {
  // The package has no usable types under ESM; this is the part of it that is called here.
  loaded ??= require(PACKAGE) as PrismaSchemaWasm;
  try {
    return JSON.parse(use(loaded));
  } catch (cause) {
    if (isPanic(cause)) {
      loaded = undefined;
      delete require.cache[require.resolve(PACKAGE)];
    }
    throw engineFailed(schemaTask(act), cause);
  }
}

/** What the engine has against the schema. It gives up after the stage that found something. */
export function lint(files: readonly EngineFile[]): readonly EngineFinding[] {
  const input = JSON.stringify(files);
  // What the engine's `lint` answers.
  const findings = ask('check the schema', ({ lint: check }) => check(input)) as EngineFinding[];
  return findings.filter(({ is_warning }) => !is_warning);
}

// The engine formats on behalf of editors, and wants what those send.
const formattingRequest = JSON.stringify({
  textDocument: { uri: 'file:/dev/null' },
  options: { tabSize: 2, insertSpaces: true },
});

/** The files in Prisma's layout, with the missing sides of relations added. A file with broken syntax may lose parts. */
export function format(files: readonly EngineFile[]): readonly EngineFile[] {
  const input = JSON.stringify(files);
  // What the engine's `format` answers.
  return ask('format the schema', (engine) =>
    engine.format(input, formattingRequest),
  ) as EngineFile[];
}

/**
 * A `.prisma` file as `prisma format` leaves it: indented by two spaces, columns
 * aligned, relations completed where their other side is missing. Comments stay, and so does a
 * text that cannot be read.
 */
export function formatSchema(text: string): string {
  return format([['schema.prisma', text]])[0]?.[1] ?? text;
}
