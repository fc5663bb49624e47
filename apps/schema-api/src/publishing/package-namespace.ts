import type { ReleaseCatalog } from '@schema-service/catalog';
import type { PackageNamespace, ReleaseManifest } from '@schema-service/publication';

/** What packages may be called, as it is configured. */
export interface NamespaceOptions {
  /** The npm scope, with its at sign. Default: that of what is published. */
  readonly packageScope?: string;
  /** What the names of Python projects begin with. Default: the scope's own name. */
  readonly pythonPrefix?: string;
}

/**
 * What packages may be called here: as configured, or as what is published is
 * called; the first release says it by its own manifest. Undefined while
 * nothing is known.
 */
export async function packageNamespace(
  catalog: ReleaseCatalog,
  { packageScope, pythonPrefix }: NamespaceOptions,
  manifest: ReleaseManifest | undefined,
): Promise<PackageNamespace | undefined> {
  const { namespaceOf, pythonProjectName } = await import('@schema-service/publication');
  const published = await catalog.listArtifacts({});
  const isKnown = published.length > 0 || packageScope !== undefined;
  const packages = isKnown ? published : (manifest?.artifacts ?? []);
  const first = packages.find(({ ecosystem }) => ecosystem === 'npm')?.name.split('/', 1)[0];
  const scope = packageScope ?? first;
  if (scope === undefined) return undefined;
  const python = packages.filter(({ ecosystem }) => ecosystem === 'pypi').map(({ name }) => name);
  const prefix = pythonPrefix?.replace(/[-_.]+$/, '');
  return namespaceOf(scope, [
    ...new Set(python),
    ...(prefix === undefined ? [] : [`${pythonProjectName(prefix)}-`]),
  ]);
}
