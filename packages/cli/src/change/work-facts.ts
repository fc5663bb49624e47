import { relative } from 'node:path';
import {
  type Changeset,
  generatedPackages,
  readChangesets,
  requestedBump,
} from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';
import { type Bump, type Change, diff, type Rename } from '@schema-service/schema-diff';
import type { CommandContext } from '../command-context.ts';
import { readSchemas, type WorkSchemas } from '../repository/read-schemas.ts';

/** The work since the last release, and what the changesets say of it. */
export interface WorkFacts extends WorkSchemas {
  readonly changes: readonly Change[];
  /** The generated packages, as changesets name them. */
  readonly packages: readonly string[];
  readonly changesets: readonly Changeset[];
  /** What the changesets ask for them. */
  readonly requested: Bump;
}

/**
 * Reads what is in work.
 *
 * @param renames beside those that the schema states
 * @throws SchemaServiceError what is wrong with the schema, the configuration or a changeset
 */
export async function readWork(
  context: CommandContext,
  renames: readonly Rename[] = [],
): Promise<WorkFacts> {
  const root = context.root();
  const schemas = await readSchemas(context);
  const packages = await generatedPackages(root, loadConfig(root));
  const changesets = await readChangesets(root);
  return {
    ...schemas,
    changes: diff(schemas.released, schemas.working, { renames }),
    packages,
    changesets,
    requested: requestedBump(changesets, packages),
  };
}

/** A path as the person would write it. */
export function shownPath({ cwd }: CommandContext, path: string): string {
  return relative(cwd, path) || '.';
}
