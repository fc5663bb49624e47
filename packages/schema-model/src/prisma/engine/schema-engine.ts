import { createRequire } from 'node:module';

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
  format(files: string, params: string): string;
}

let loaded: PrismaSchemaWasm | undefined;

/** The engine is 3 MB of WebAssembly: it is loaded when a schema is first checked, not on import. */
function engine(): PrismaSchemaWasm {
  // The package has no usable types under ESM; this is the part of it that is called here.
  loaded ??= createRequire(import.meta.url)('@prisma/prisma-schema-wasm') as PrismaSchemaWasm;
  return loaded;
}

/** What the engine has against the schema. It gives up after the stage that found something. */
export function lint(files: readonly EngineFile[]): readonly EngineFinding[] {
  const findings: readonly EngineFinding[] = JSON.parse(engine().lint(JSON.stringify(files)));
  return findings.filter(({ is_warning }) => !is_warning);
}

/**
 * A `.prisma` file as `prisma format` leaves it: indented by two spaces, columns
 * aligned, relations completed where their other side is missing. Comments stay, and so does a
 * text that cannot be read.
 */
export function formatSchema(text: string): string {
  const file: EngineFile = ['schema.prisma', text];
  const params = {
    textDocument: { uri: 'file:///schema.prisma' },
    options: { tabSize: 2, insertSpaces: true },
  };
  const formatted: readonly EngineFile[] = JSON.parse(
    engine().format(JSON.stringify([file]), JSON.stringify(params)),
  );
  return formatted[0]?.[1] ?? text;
}
