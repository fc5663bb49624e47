import { relative } from 'node:path';
import {
  type Changeset,
  generatedPackages,
  readChangesets,
  requestedBump,
} from '@schema-service/release';
import { frozenVersions, latestOf, loadNaming } from '@schema-service/repository';
import { type Bump, type Change, diff, type Rename } from '@schema-service/schema-diff';
import { emptySchema, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { schemaSources } from '../repository/working-schema.ts';
import { versionSide } from '../schema-side/version-side.ts';

/** The work since the last release, and what the changesets say of it. */
export interface WorkFacts {
  /** The last release; null before the first. */
  readonly latest: string | null;
  /** Its schema; that of an empty database before the first. */
  readonly released: SchemaModel;
  readonly working: SchemaModel;
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
  const working = parseSchema(await schemaSources(context, undefined));
  const latest = latestOf(frozenVersions(root)) ?? null;
  const released = latest === null ? emptySchema : (await versionSide(context, latest)).model;
  const packages = await generatedPackages(root, loadNaming(root));
  const changesets = await readChangesets(root);
  return {
    latest,
    released,
    working,
    changes: diff(released, working, { renames }),
    packages,
    changesets,
    requested: requestedBump(changesets, packages),
  };
}

/** A path as the person would write it. */
export function shownPath({ cwd }: CommandContext, path: string): string {
  return relative(cwd, path) || '.';
}
