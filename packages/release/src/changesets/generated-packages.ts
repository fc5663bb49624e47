import { type PackageNaming, packageNames } from '@schema-service/codegen';
import { workspacePackages } from '../package-names.ts';
import { readChangesetConfig } from './changeset-config.ts';

/**
 * The generated packages as changesets name them, sorted: the group of `fixed` in
 * `.changeset/config.json` that one of them is in. Where there is none, the npm
 * packages of the chosen clients, or what the workspace has where none is for npm.
 *
 * @throws SchemaServiceError CHANGESET_CONFIG_INVALID
 */
export async function generatedPackages(
  root: string,
  naming: PackageNaming,
): Promise<readonly string[]> {
  const all = workspacePackages(naming);
  const { client, node, types } = packageNames(naming);
  const npm = [client, node, types].filter((name) => name !== undefined);
  const config = await readChangesetConfig(root);
  const group = all
    .map((name) => config?.fixed.find((names) => names.includes(name)))
    .find((names) => names !== undefined);
  return (group ?? (npm.length > 0 ? npm : all)).toSorted();
}
