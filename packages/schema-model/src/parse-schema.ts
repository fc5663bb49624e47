import { SchemaServiceError } from '@schema-service/errors';
import type { SchemaSource } from './load-schema-sources.ts';
import { findNameClashes, type NameClash } from './name-clashes.ts';
import { createDraft, type Draft } from './prisma/engine/draft.ts';
import { findMistakes } from './prisma/engine/find-mistakes.ts';
import { prepareDrafts } from './prisma/engine/prepare-drafts.ts';
import { parseFile } from './prisma/language/parse-file.ts';
import { lineText, sourceText } from './prisma/language/source-text.ts';
import { resolveSchema } from './prisma/resolve/resolve-schema.ts';
import { inOrder, type SchemaMistake, schemaInvalid } from './schema-mistake.ts';
import type { SchemaModel } from './schema-model.ts';

export interface ParseOptions {
  /** Whether exactly these texts were parsed without a mistake before, by any process: Prisma's engine is not asked again. Default: false. */
  readonly isKnownValid?: boolean;
}

/**
 * Reads a PostgreSQL schema in Prisma's schema language, from one file or many,
 * with all that Prisma infers spelled out.
 *
 * Generator blocks and connection URLs are ignored, whatever they say, and the
 * preview features that a schema needs are switched on. A datasource block may
 * be missing.
 *
 * @throws SchemaServiceError `SCHEMA_INVALID`: every mistake at once, each with
 * file, line and column; `meta.mistakes` holds them as `SchemaMistake[]`. What
 * Prisma accepts and PostgreSQL cannot hold is one: two tables, indexes, types,
 * columns or enum values of one name, cut to 63 bytes as PostgreSQL cuts them,
 * and an enum value of more than 63.
 * `SCHEMA_PROVIDER_UNSUPPORTED`: the datasource is not PostgreSQL.
 * `SCHEMA_EMPTY`: there is no model, view or enum.
 */
export function parseSchema(
  sources: readonly SchemaSource[],
  { isKnownValid = false }: ParseOptions = {},
): SchemaModel {
  const drafts = sources.map((source) => createDraft(sourceText(source)));
  const mistakes = isKnownValid ? prepareDrafts(drafts) : findMistakes(drafts);
  if (mistakes.length > 0) throw schemaInvalid(mistakes);
  const schema = resolveSchema(drafts.map(({ accepted }) => parseFile(accepted)));
  const clashes = findNameClashes(schema).map((clash) => mistakeOf(clash, drafts));
  if (clashes.length > 0) throw schemaInvalid(inOrder(clashes));
  if (schema.models.length + schema.views.length + schema.enums.length === 0) {
    throw schemaEmpty(sources);
  }
  return schema;
}

function mistakeOf({ location, message }: NameClash, drafts: readonly Draft[]): SchemaMistake {
  const draft = drafts.find(({ source }) => source.path === location.file);
  const sourceLine = draft ? lineText(draft.source, location.line - 1) : '';
  return { ...location, sourceLine, message };
}

function schemaEmpty(sources: readonly SchemaSource[]): SchemaServiceError {
  const files = sources.map(({ path }) => path);
  return new SchemaServiceError({
    code: 'SCHEMA_EMPTY',
    message: `The schema declares no model, view or enum: ${files.join(', ') || 'it has no files'}.`,
    fix: 'Add a model to it.',
    meta: { files },
  });
}
