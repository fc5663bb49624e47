import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

/**
 * Where a project that is not ours is found: pip's sole index is this one, so it
 * asks here for our clients' dependencies too, and is sent on for them.
 *
 * Throws `PACKAGE_NOT_FOUND` without an upstream, and while nothing is
 * published: until then our own names are not known as ours, and sending them
 * on would let a stranger's package of that name in.
 */
export async function upstreamPage(
  catalog: ReleaseCatalog,
  upstream: string | undefined,
  project: string,
): Promise<string> {
  if (upstream !== undefined && (await catalog.listVersions()).length > 0) {
    return `${upstream.replace(/\/+$/, '')}/${project}/`;
  }
  throw new SchemaServiceError({
    code: 'PACKAGE_NOT_FOUND',
    message: `${project} is not published here.`,
    why: 'This index has the generated packages only, and no upstream index is in use.',
    fix: 'Set PYPI_UPSTREAM to the index that has the dependencies, and publish a version.',
    meta: { project },
  });
}
