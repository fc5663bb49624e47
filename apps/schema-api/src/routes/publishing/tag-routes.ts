import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { ReleaseCatalog, ReleaseNotice } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import { validRange } from 'semver';
import { routeOf } from '../../http/route-of.ts';
import { revalidate } from '../../serving/cache-control.ts';

/** What is said of releases that are published: tags, deprecations, yanks. The releases stay as they are. */
export const tagRoutes: FastifyPluginAsyncTypebox<{ readonly catalog: ReleaseCatalog }> = async (
  server,
  { catalog },
) => {
  server.route({
    ...routeOf(endpoints.listTags),
    handler: async (_request, reply) => {
      reply.header('cache-control', revalidate);
      return { tags: { ...(await catalog.listTags()) } };
    },
  });

  server.route({
    ...routeOf(endpoints.setTag),
    handler: async (request) => {
      const { tag } = request.params;
      refuseTag(tag);
      await catalog.setTag(tag, request.body.version, request.origin());
      return { tags: { ...(await catalog.listTags()) } };
    },
  });

  server.route({
    ...routeOf(endpoints.removeTag),
    handler: async (request) => {
      await removeTag(catalog, request.params.tag, request);
      return { tags: { ...(await catalog.listTags()) } };
    },
  });

  const say = async (
    request: FastifyRequest & { readonly params: { readonly version: string } },
    notice: ReleaseNotice,
  ) => {
    const { version } = request.params;
    return { version, ...(await catalog.setNotice(version, notice, request.origin())) };
  };

  server.route({
    ...routeOf(endpoints.deprecateVersion),
    handler: (request) => {
      const { message, replacement = null } = request.body;
      return say(request, { deprecated: message, replacement });
    },
  });
  server.route({
    ...routeOf(endpoints.undeprecateVersion),
    handler: (request) => say(request, { deprecated: null }),
  });
  server.route({
    ...routeOf(endpoints.yankVersion),
    handler: (request) => say(request, { yanked: request.body.reason }),
  });
  server.route({
    ...routeOf(endpoints.unyankVersion),
    handler: (request) => say(request, { yanked: null }),
  });
};

/** Takes a tag away; what every install needs stays. */
export async function removeTag(
  catalog: ReleaseCatalog,
  tag: string,
  request: FastifyRequest,
): Promise<void> {
  if (tag === 'latest')
    throw invalid(tag, 'Every install that asks for no version goes by it: move it.');
  await catalog.removeTag(tag, request.origin());
}

/** A tag that reads as a version, or as a range of them, would be taken for one. */
export function refuseTag(tag: string): void {
  if (!/^[A-Za-z][\w.-]{0,63}$/.test(tag)) {
    throw invalid(tag, 'A tag begins with a letter, and is of letters, digits, and . _ - alone.');
  }
  if (validRange(tag) !== null)
    throw invalid(tag, 'npm reads it as a version, or as a range of them.');
}

function invalid(tag: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'DIST_TAG_INVALID',
    message: `${JSON.stringify(tag)} cannot be a tag, or not be taken away.`,
    why,
    fix: 'Use a word such as latest, next or latest-1.',
    meta: { tag },
  });
}
