import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PackageNaming, packageNames } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import { changesetsFolder } from '@schema-service/repository';

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
  const alone = [client, node, types].toSorted();
  if (!existsSync(join(root, changesetsFolder, 'config.json'))) return alone;
  const { readConfig } = await import('@changesets/config');
  const { config, errors = [] } = await readConfig(root);
  if (config) return config.fixed.find((group) => group.includes(client))?.toSorted() ?? alone;
  throw new SchemaServiceError({
    code: 'CHANGESET_CONFIG_INVALID',
    message: ['.changeset/config.json is not valid.', ...errors].join('\n'),
    why: 'It says which packages move together.',
    fix: 'Correct it; `npx changeset status` checks it, too.',
    meta: { file: '.changeset/config.json' },
  });
}
