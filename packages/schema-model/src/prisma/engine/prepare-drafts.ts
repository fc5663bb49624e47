import { SchemaServiceError } from '@schema-service/errors';
import type { SchemaMistake } from '../../schema-mistake.ts';
import { lineText, locationAt, mistakeAt } from '../language/source-text.ts';
import { generatorBlock, previewFeatures } from '../print/print-config.ts';
import { type BlockOutline, withoutComments } from './block-outline.ts';
import type { Draft } from './draft.ts';
import type { EngineFile } from './schema-engine.ts';

const keywords = new Set(['datasource', 'enum', 'generator', 'model', 'type', 'view']);
const connectionProperty = /^[^\S\r\n]*(?:url|directUrl|shadowDatabaseUrl)[^\S\r\n]*=.*$/gm;
const providerProperty = /^\s*provider\s*=\s*"([^"]*)"/m;

/**
 * Takes out of the drafts what is no business of ours (generators, connection
 * URLs) and what would hide other mistakes from the engine (blocks that are not
 * closed, keywords that do not exist). Gives back the mistakes among those.
 */
export function prepareDrafts(drafts: readonly Draft[]): readonly SchemaMistake[] {
  const mistakes: SchemaMistake[] = [];
  let hasDatasource = false;
  for (const draft of drafts) {
    for (const block of draft.blocks) {
      if (!block.isClosed) {
        mistakes.push(closeBlock(draft, block));
      }
      if (block.keyword === 'generator') {
        draft.erase(block.start, block.end);
      } else if (block.keyword === 'datasource') {
        if (hasDatasource) {
          mistakes.push(secondDatasource(draft, block));
        } else {
          prepareDatasource(draft, block);
          hasDatasource = true;
        }
      } else if (!keywords.has(block.keyword)) {
        mistakes.push(unknownKeyword(draft, block));
      }
    }
  }
  return mistakes;
}

/** What the drafts need beside them: our generator, and a datasource where they have none. */
export function prelude(drafts: readonly Draft[]): EngineFile {
  const hasDatasource = drafts.some(({ blocks }) =>
    blocks.some(({ keyword }) => keyword === 'datasource'),
  );
  const datasource = hasDatasource ? '' : 'datasource db {\n  provider = "postgresql"\n}\n';
  return ['(added by the schema service)', datasource + generatorBlock(previewFeatures)];
}

/** The blocks that {@link prepareDrafts} took out for their keyword; others may refer to them. */
export function namesOfUnknownBlocks(drafts: readonly Draft[]): readonly string[] {
  return drafts
    .flatMap(({ blocks }) => blocks)
    .filter(({ keyword }) => !keywords.has(keyword))
    .map(({ name }) => name);
}

function closeBlock(draft: Draft, block: BlockOutline): SchemaMistake {
  draft.insertBrace(block.lastLine + 1);
  return mistakeAt(
    draft.source,
    block.start,
    `The ${block.keyword} "${block.name}" is not closed: its "}" on a line of its own is missing.`,
  );
}

function unknownKeyword(draft: Draft, block: BlockOutline): SchemaMistake {
  draft.erase(block.start, block.end);
  return mistakeAt(
    draft.source,
    block.start,
    `"${block.keyword}" is not a keyword of the schema language: a block begins with model, enum, view, datasource or generator.`,
  );
}

function secondDatasource(draft: Draft, block: BlockOutline): SchemaMistake {
  draft.erase(block.start, block.end);
  return mistakeAt(draft.source, block.start, 'A schema has one datasource; this is another.');
}

function prepareDatasource(draft: Draft, { start, end }: BlockOutline): void {
  const { source } = draft;
  const text = withoutComments(source.text).slice(start, end);
  const provider = providerProperty.exec(text);
  const name = provider?.[1];
  if (provider && name !== 'postgresql' && name !== 'postgres') {
    throw providerUnsupported(
      draft,
      start + provider.index + provider[0].lastIndexOf('"'),
      `${name}`,
    );
  }
  // Prisma 7 wants connections in its config file. Schemas of Prisma 6 still have them here.
  for (const { index, 0: line } of text.matchAll(connectionProperty)) {
    draft.erase(start + index, start + index + line.length);
  }
}

function providerUnsupported(draft: Draft, offset: number, provider: string): SchemaServiceError {
  const { file, line, column } = locationAt(draft.source, offset - provider.length - 1);
  return new SchemaServiceError({
    code: 'SCHEMA_PROVIDER_UNSUPPORTED',
    message: `${file}:${line}:${column}: the datasource's provider is "${provider}".\n  ${lineText(draft.source, line - 1)}`,
    why: 'Migrations and clients are made for PostgreSQL only.',
    fix: 'Write provider = "postgresql", if that is the database.',
    meta: { file, line, column, provider },
  });
}
