import { join, relative } from 'node:path';
import { frozenVersions, latestOf, workingSchemaFolder } from '@schema-service/repository';
import {
  emptySchema,
  loadSchemaSources,
  parseSchema,
  type SchemaModel,
  type SchemaSource,
} from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { versionSide } from '../schema-side/version-side.ts';

/** The files of the schema at a path, or of the working schema; their paths as the person would write them. */
export function schemaSources(
  context: CommandContext,
  path: string | undefined,
): Promise<readonly SchemaSource[]> {
  const working = (): string =>
    relative(context.cwd, join(context.root(), workingSchemaFolder)) || '.';
  return loadSchemaSources(path ?? working());
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
  const released = latest === null ? emptySchema : (await versionSide(context, latest)).model;
  return { latest, released, working };
}
