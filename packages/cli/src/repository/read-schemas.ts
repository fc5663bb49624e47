import { join, relative } from 'node:path';
import {
  frozenVersions,
  latestOf,
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
  const file = join(context.root(), versionFolder(version), schemaFile);
  return parseSchema(await loadSchemaSources(relative(context.cwd, file)));
}

/** The schema that is in work, and the one that it started from. */
export interface WorkSchemas {
  /** The last release; null before the first. */
  readonly latest: string | null;
  /** Its schema; that of an empty database before the first. */
  readonly released: SchemaModel;
  readonly working: SchemaModel;
}

/**
 * Reads the two schemas.
 *
 * @throws SchemaServiceError what is wrong with one
 */
export async function readSchemas(context: CommandContext): Promise<WorkSchemas> {
  const working = parseSchema(await schemaSources(context, undefined));
  const latest = latestOf(frozenVersions(context.root())) ?? null;
  const released = latest === null ? emptySchema : await frozenSchema(context, latest);
  return { latest, released, working };
}
