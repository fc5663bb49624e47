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
  /** Since the last release that is no prerelease: what the version promises, and the changesets tell. */
  readonly changes: readonly Change[];
  /** Since the last release of any kind: what is to be migrated. The same but for prereleases. */
  readonly changesSinceBase: readonly Change[];
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
  const { released, base, working } = schemas;
  const changes = diff(released, working, { renames });
  const isFromLatest = base === null || base.model === released;
  return {
    ...schemas,
    changes,
    changesSinceBase: isFromLatest ? changes : diff(base.model, working, { renames }),
    packages,
    changesets,
    requested: requestedBump(changesets, packages),
  };
}

/** A path as the person would write it. */
export function shownPath({ cwd }: CommandContext, path: string): string {
  return relative(cwd, path) || '.';
}
