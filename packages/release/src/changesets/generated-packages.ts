import { type PackageNaming, packageNames } from '@schema-service/codegen';
import { readChangesetConfig } from './changeset-config.ts';

/**
 * The generated packages as changesets name them, sorted: the group of
 * `fixed` in `.changeset/config.json` that the client package is in, or the three
 * npm packages where there is none.
 *
 * @throws SchemaServiceError CHANGESET_CONFIG_INVALID
 */
export async function generatedPackages(
  root: string,
  naming: PackageNaming,
): Promise<readonly string[]> {
  const { client, node, types } = packageNames(naming);
  const config = await readChangesetConfig(root);
  const group = config?.fixed.find((packages) => packages.includes(client));
  return (group ?? [client, node, types]).toSorted();
}
