import type { ReleaseCatalog } from '@schema-service/catalog';
import type { PackageNamespace, ReleaseManifest } from '@schema-service/publication';

/**
 * What packages may be called here: as configured, or as what is published is
 * called; the first release says it by its own manifest. Undefined while
 * nothing is known.
 */
export async function packageNamespace(
  catalog: ReleaseCatalog,
  scope: string | undefined,
  manifest: ReleaseManifest | undefined,
): Promise<PackageNamespace | undefined> {
  const { namespaceOf } = await import('@schema-service/publication');
  const published = await catalog.listArtifacts({});
  const packages = published.length > 0 ? published : (manifest?.artifacts ?? []);
  const first = packages.find(({ ecosystem }) => ecosystem === 'npm')?.name.split('/', 1)[0];
  const known = scope ?? first;
  if (known === undefined) return undefined;
  const python = packages.filter(({ ecosystem }) => ecosystem === 'pypi').map(({ name }) => name);
  return namespaceOf(known, [...new Set(python)]);
}
