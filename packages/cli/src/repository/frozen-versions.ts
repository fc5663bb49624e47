import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { compareVersions, isVersion, latestOf } from '@schema-service/release/versions';

/** The versions that are frozen in the repository, lowest first. Their content is not looked at. */
export function frozenVersions(root: string): readonly string[] {
  const folder = join(root, 'schema', 'versions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => isVersion(name) && existsSync(join(folder, name, 'metadata.json')))
    .sort(compareVersions);
}

/**
 * The version that `latest` means.
 *
 * @throws SchemaServiceError `RELEASE_NONE`
 */
export function latestVersion(root: string): string {
  const latest = latestOf(frozenVersions(root));
  if (latest !== undefined) return latest;
  throw new SchemaServiceError({
    code: 'RELEASE_NONE',
    message: 'The repository has no release yet.',
    why: 'schema/versions holds none, prereleases aside.',
    fix: 'Name what to compare with: schemactl diff FROM TO',
  });
}
