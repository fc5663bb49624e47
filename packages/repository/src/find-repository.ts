import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { configFile } from './layout.ts';

/**
 * The root of the schema repository that a folder is in.
 *
 * @throws SchemaServiceError `REPOSITORY_NOT_FOUND`
 */
export function findRepository(folder: string): string {
  const root = repositoryAround(folder);
  if (root !== undefined) return root;
  throw new SchemaServiceError({
    code: 'REPOSITORY_NOT_FOUND',
    message: `${folder} is not in a schema repository.`,
    why: `Neither it nor a folder above it has a ${configFile}.`,
    fix: 'Go to the repository, name it with --cwd, or make one: schemactl init',
    meta: { folder },
  });
}

/** The same, where there may be none. */
export function repositoryAround(folder: string): string | undefined {
  if (existsSync(join(folder, configFile))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : repositoryAround(parent);
}
