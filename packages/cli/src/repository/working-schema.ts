import { join, relative } from 'node:path';
import { workingSchemaFolder } from '@schema-service/repository';
import { loadSchemaSources, type SchemaSource } from '@schema-service/schema-model';
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
