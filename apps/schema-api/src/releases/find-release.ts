import type { CatalogRelease, ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

/** The release of a version; throws `VERSION_NOT_FOUND` with the ones that exist. */
export async function findRelease(
  catalog: ReleaseCatalog,
  version: string,
): Promise<CatalogRelease> {
  const release = await catalog.findRelease(version);
  if (!release) throw await versionNotFound(catalog, version);
  return release;
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
