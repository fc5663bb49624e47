import { createRequire } from 'node:module';
import type { SchemaSource } from '../src/index.ts';
import { createDraft } from '../src/prisma/engine/draft.ts';
import { prelude, prepareDrafts } from '../src/prisma/engine/prepare-drafts.ts';
import type { EngineFile } from '../src/prisma/engine/schema-engine.ts';
import { sourceText } from '../src/prisma/language/source-text.ts';
import type { Dmmf } from './dmmf.ts';

interface Engine {
  get_dmmf(input: string): string;
  validate(input: string): void;
}

const engine: Engine = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');

/** The files as the engine accepts them: without foreign generators, and with our preview features. */
export function acceptableFiles(sources: readonly SchemaSource[]): readonly EngineFile[] {
  const drafts = sources.map((source) => createDraft(sourceText(source)));
  prepareDrafts(drafts);
  const files = drafts.map(({ source, content }): EngineFile => [source.path, content]);
  return [...files, prelude(drafts)];
}

export function dmmfOf(sources: readonly SchemaSource[]): Dmmf {
  return JSON.parse(engine.get_dmmf(JSON.stringify({ prismaSchema: acceptableFiles(sources) })));
}

/** Throws when Prisma by itself, without our preparations, would not take the text. */
export function validateAsIs(text: string): void {
  engine.validate(JSON.stringify({ prismaSchema: [['schema.prisma', text]], noColor: true }));
}
