import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { immutable, revalidate } from '../../cache-control.ts';
import { readOnly } from '../../plugins/read-only.ts';
import { sendArtifact } from '../../send-artifact.ts';
import { findPackage, isTarballOf, notInPackage } from './find-package.ts';
import { abbreviatedPackument, distTags, fullPackument, versionManifest } from './packument.ts';

const abbreviatedType = 'application/vnd.npm.install-v1+json';
const named = Type.Object({ name: Type.String() });
const versioned = Type.Object({ name: Type.String(), version: Type.String() });
const file = Type.Object({ name: Type.String(), filename: Type.String() });
const tags = ['npm'];

/** A read-only npm registry: what npm, pnpm and yarn ask for to install. */
export const npmRoutes: FastifyPluginAsyncTypebox<{ readonly catalog: ReleaseCatalog }> = async (
  server,
  { catalog },
) => {
  server.register(readOnly, { registry: 'npm registry' });
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', revalidate);
  });
  server.addHook('preSerialization', async (_request, reply, payload) =>
    // npm prints the `error` of a refusal and nothing else of it.
    reply.statusCode < 400 ? payload : { error: messageOf(payload), ...Object(payload) },
  );

  server.get('/-/ping', { schema: { tags } }, async () => ({}));

  server.get('/-/package/:name/dist-tags', { schema: { tags, params: named } }, async (request) =>
    distTags(await findPackage(catalog, request.params.name), await catalog.listTags()),
  );

  server.get('/:name', { schema: { tags, params: named } }, async (request, reply) => {
    const artifacts = await findPackage(catalog, request.params.name);
    const tags = await catalog.listTags();
    const registry = `${request.publicUrl()}/npm`;
    reply.header('vary', 'accept');
    if (request.accepts().type(['application/json', abbreviatedType]) === abbreviatedType) {
      reply.type(abbreviatedType);
      // As bytes: a string would get a charset, which this type does not have.
      return Buffer.from(JSON.stringify(abbreviatedPackument(artifacts, tags, registry)));
    }
    return fullPackument(artifacts, tags, registry);
  });

  server.get('/:name/:version', { schema: { tags, params: versioned } }, async (request) => {
    const { name, version } = request.params;
    const artifacts = await findPackage(catalog, name);
    const tags = distTags(artifacts, await catalog.listTags());
    const wanted = Object.hasOwn(tags, version) ? tags[version] : version;
    const artifact = artifacts.find((it) => it.version === wanted);
    if (!artifact) throw notInPackage(name, version, artifacts);
    return versionManifest(artifact, `${request.publicUrl()}/npm`);
  });

  server.get('/:name/-/:filename', { schema: { tags, params: file } }, async (request, reply) => {
    const { name, filename } = request.params;
    const artifacts = await findPackage(catalog, name);
    const artifact = artifacts.find((it) => isTarballOf(it, filename));
    const found = artifact && (await catalog.readArtifact('npm', name, artifact.filename));
    if (!found) throw notInPackage(name, filename, artifacts);
    reply.header('cache-control', immutable);
    return sendArtifact(reply, found);
  });
};

function messageOf(payload: unknown): unknown {
  return { message: undefined, ...Object(payload) }.message;
}

/**
 * Writes a scoped name in a registry URL the one way that routes are written
 * for: `/npm/@org/x` (which browsers and people type) as `/npm/@org%2fx`
 * (which npm sends; pnpm sends `%2F`).
 */
export function escapeScopedName(url: string): string {
  return url.replace(/^(\/npm\/(?:-\/package\/)?(?:@|%40)[^/%?]+)\/(?=[^/?])/, '$1%2f');
}
