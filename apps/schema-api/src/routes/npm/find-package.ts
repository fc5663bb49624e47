import { Type } from '@fastify/type-provider-typebox';
import type { ArtifactSummary, ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

/** A package as a URL names it: no white space, no control character, no path. */
export const packageName = Type.String({
  pattern: '^(?:@[^\\s\\p{C}/\\\\]+/)?[^\\s\\p{C}/\\\\]+$',
  description: 'The name of a package, with its scope.',
});

/** A package's artifacts, one a version; throws `PACKAGE_NOT_FOUND`. */
export async function findPackage(
  catalog: ReleaseCatalog,
  name: string,
): Promise<readonly ArtifactSummary[]> {
  const artifacts = await catalog.listArtifacts({ ecosystem: 'npm', name });
  if (artifacts.length > 0) return artifacts;
  throw new SchemaServiceError({
    code: 'PACKAGE_NOT_FOUND',
    message: `${name} is not published here.`,
    why: 'This registry has the generated packages only.',
    fix: 'Point only their scope at it: --@scope:registry=<this URL>.',
    meta: { name },
  });
}

/** What a package does not have: a version or a file. */
export function notInPackage(
  name: string,
  wanted: string,
  artifacts: readonly ArtifactSummary[],
): SchemaServiceError {
  const available = artifacts.map(({ version }) => version);
  return new SchemaServiceError({
    code: 'VERSION_NOT_FOUND',
    message: `${name} has no ${wanted}.`,
    fix: `Choose one of ${available.join(', ')}.`,
    meta: { name, wanted, available },
  });
}

/** A tarball's name is as registries write it (`x-1.2.3.tgz`), or as `npm pack` does (`org-x-1.2.3.tgz`). */
export function isTarballOf(artifact: ArtifactSummary, requested: string): boolean {
  const { name, version, filename } = artifact;
  return requested === filename || requested === `${unscoped(name)}-${version}.tgz`;
}

/** `db-client` of `@org/db-client`. */
export function unscoped(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}
