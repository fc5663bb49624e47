import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  frozenVersions,
  latestOf,
  metadataFile,
  schemaFile,
  versionFolder,
  workingSchemaFolder,
} from '@schema-service/repository';
import {
  emptySchema,
  loadSchemaSources,
  parseSchema,
  type SchemaModel,
  type SchemaSource,
} from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';

/** The files of the schema at a path, or of the working schema; their paths as the person would write them. */
export function schemaSources(
  context: CommandContext,
  path: string | undefined,
): Promise<readonly SchemaSource[]> {
  const working = (): string =>
    relative(context.cwd, join(context.root(), workingSchemaFolder)) || '.';
  return loadSchemaSources(path ?? working());
}

/** The schema of a frozen version. */
export async function frozenSchema(context: CommandContext, version: string): Promise<SchemaModel> {
  const folder = join(context.root(), versionFolder(version));
  const sources = await loadSchemaSources(relative(context.cwd, join(folder, schemaFile)));
  const isKnownValid = await isAsFrozen(sources, join(folder, metadataFile));
  return parseSchema(sources, { isKnownValid });
}

/** Whether the schema is what the release recorded, which was valid. */
async function isAsFrozen(sources: readonly SchemaSource[], metadata: string): Promise<boolean> {
  const [source] = sources;
  if (source === undefined || sources.length > 1) return false;
  try {
    const { files } = JSON.parse(await readFile(metadata, 'utf8'));
    return files[schemaFile] === createHash('sha256').update(source.content).digest('hex');
  } catch {
    // What is wrong with the record is for the check of the releases to tell.
    return false;
  }
}

/** The schema that is in work, and those that it started from. */
export interface WorkSchemas {
  /** The last release that is no prerelease; null before the first. What the next version promises counts from it. */
  readonly latest: string | null;
  /** Its schema; that of an empty database before the first. */
  readonly released: SchemaModel;
  /** The last release of any kind, which the next migration comes after; null before the first. */
  readonly base: BaseRelease | null;
  readonly working: SchemaModel;
}

/** The release that work goes on from. */
export interface BaseRelease {
  readonly version: string;
  readonly model: SchemaModel;
}

/**
 * Reads the schemas.
 *
 * @throws SchemaServiceError what is wrong with one
 */
export async function readSchemas(context: CommandContext): Promise<WorkSchemas> {
  const working = parseSchema(await schemaSources(context, undefined));
  const frozen = frozenVersions(context.root());
  const latest = latestOf(frozen) ?? null;
  const last = frozen.at(-1);
  const released = latest === null ? emptySchema : await frozenSchema(context, latest);
  if (last === undefined) return { latest, released, base: null, working };
  const model = last === latest ? released : await frozenSchema(context, last);
  return { latest, released, base: { version: last, model }, working };
}
