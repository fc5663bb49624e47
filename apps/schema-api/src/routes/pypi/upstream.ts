import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

interface Upstream {
  readonly upstream: string | undefined;
  /** What our own names begin with, where it is known: `org-`. */
  readonly ownPrefix: string | undefined;
}

/**
 * Where a project that is not ours is found: pip's sole index is this one, so it
 * asks here for our clients' dependencies too, and is sent on for them.
 *
 * Throws `PACKAGE_NOT_FOUND` without an upstream, and for what may be ours: sent
 * on, it would let a stranger's package of that name in. That is every name with
 * our prefix, published or not; where no prefix is known, every name before the
 * first publication.
 */
export async function upstreamPage(
  catalog: ReleaseCatalog,
  { upstream, ownPrefix }: Upstream,
  project: string,
): Promise<string> {
  const mayBeOurs =
    ownPrefix === undefined
      ? (await catalog.listVersions()).length === 0
      : `${project}-`.startsWith(ownPrefix);
  if (upstream !== undefined && !mayBeOurs) return `${upstream.replace(/\/+$/, '')}/${project}/`;
  throw new SchemaServiceError({
    code: 'PACKAGE_NOT_FOUND',
    message: `${project} is not published here.`,
    ...(mayBeOurs && ownPrefix !== undefined
      ? {
          why: `Names that begin with ${ownPrefix} are ours, and are not looked for elsewhere.`,
          fix: 'Check the name, or publish a version that has it.',
        }
      : {
          why: 'This index has the generated packages only, and no upstream index is in use.',
          fix: 'Set PYPI_UPSTREAM to the index that has the dependencies, and publish a version.',
        }),
    meta: { project },
  });
}
