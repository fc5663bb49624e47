import type { CatalogRelease, ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

/** The release that a request names by version or by `latest`; throws `VERSION_NOT_FOUND` with the ones that exist. */
export async function findRelease(
  catalog: ReleaseCatalog,
  requested: string,
): Promise<CatalogRelease> {
  const version = await resolveVersion(catalog, requested);
  const release = await catalog.findRelease(version);
  if (!release) throw await versionNotFound(catalog, requested);
  return release;
}

/** `latest` as the version that it stands for; any other version as it is. */
export async function resolveVersion(catalog: ReleaseCatalog, requested: string): Promise<string> {
  if (requested !== 'latest') return requested;
  const latest = await catalog.latestVersion();
  if (latest === undefined) throw await versionNotFound(catalog, requested);
  return latest;
}

export async function versionNotFound(
  catalog: ReleaseCatalog,
  version: string,
): Promise<SchemaServiceError> {
  const available = (await catalog.listVersions()).map((summary) => summary.version);
  return new SchemaServiceError({
    code: 'VERSION_NOT_FOUND',
    message: `Version ${version} is not published.`,
    fix:
      available.length > 0 ? `Choose one of ${available.join(', ')}.` : 'Publish a version first.',
    meta: { version, available },
  });
}
