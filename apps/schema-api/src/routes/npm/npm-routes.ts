import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { BlobStore, ReleaseCatalog } from '@schema-service/catalog';
import { readersMayGet } from '../../plugins/readers-may-get.ts';
import type { Offer } from '../../plugins/representations.ts';
import type { Publisher } from '../../publishing/publisher.ts';
import { artifactOffer } from '../../releases/artifact-offer.ts';
import { jsonContent } from '../../serving/json-content.ts';
import { findPackage, isTarballOf, notInPackage, packageName } from './find-package.ts';
import { explainToNpm } from './npm-failures.ts';
import { npmPublishRoutes } from './npm-publish-routes.ts';
import { npmServices } from './npm-services.ts';
import { abbreviatedPackument, distTags, fullPackument, versionManifest } from './packument.ts';

const abbreviatedType = 'application/vnd.npm.install-v1+json';
// A name, a version, a tag or a file: in none of them is white space, a control character, or a path.
const part = (description: string) => Type.String({ pattern: '^[^\\s\\p{C}/\\\\]+$', description });
const named = Type.Object({ name: packageName });
const versioned = Type.Object({ name: packageName, version: part('A version or a tag.') });
const file = Type.Object({ name: packageName, filename: part('The name of a file.') });
const tags = ['npm'];

interface NpmOptions {
  readonly catalog: ReleaseCatalog;
  readonly blobs: BlobStore;
  readonly publisher: Publisher;
}

/** An npm registry of the releases' packages: what npm, pnpm, Yarn and bun ask for. */
export const npmRoutes: FastifyPluginAsyncTypebox<NpmOptions> = async (
  server,
  { catalog, blobs, publisher },
) => {
  server.register(npmPublishRoutes, { catalog, publisher });
  server.addHook('onRoute', readersMayGet);
  server.addHook('preSerialization', explainToNpm);

  server.register(npmServices, { catalog });

  server.get('/-/ping', { schema: { tags } }, async () => ({}));

  server.get(
    '/-/package/:name/dist-tags',
    { schema: { tags, params: named, otherAnswers: [304] } },
    (request, reply) => {
      const { name } = request.params;
      const make = async () =>
        jsonContent(distTags(await findPackage(catalog, name), await catalog.listTags()));
      const offer = { type: 'application/json', key: `dist-tags ${name}`, make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  );

  server.get(
    '/:name',
    { schema: { tags, params: named, otherAnswers: [304] } },
    (request, reply) => {
      const { name } = request.params;
      const registry = `${request.publicUrl()}/npm`;
      const offer = (type: string, packument: typeof fullPackument): Offer => ({
        type,
        key: `packument ${name} ${type}`,
        make: async () => {
          const artifacts = await findPackage(catalog, name);
          return jsonContent(packument(artifacts, await catalog.listTags(), registry), type);
        },
      });
      return reply.represent({
        lifetime: 'current',
        namesUs: true,
        offers: [
          offer('application/json', fullPackument),
          offer(abbreviatedType, abbreviatedPackument),
        ],
      });
    },
  );

  server.get(
    '/:name/:version',
    { schema: { tags, params: versioned, otherAnswers: [304] } },
    (request, reply) => {
      const { name, version } = request.params;
      const registry = `${request.publicUrl()}/npm`;
      const make = async () => {
        const artifacts = await findPackage(catalog, name);
        const tags = distTags(artifacts, await catalog.listTags());
        const wanted = Object.hasOwn(tags, version) ? tags[version] : version;
        const artifact = artifacts.find((it) => it.version === wanted);
        if (!artifact) throw notInPackage(name, version, artifacts);
        return jsonContent(versionManifest(artifact, registry));
      };
      // Its deprecation can change: not even an exact version's manifest is for ever.
      const offer = { type: 'application/json', key: `manifest ${name} ${version}`, make };
      return reply.represent({ lifetime: 'current', namesUs: true, offers: [offer] });
    },
  );

  server.get(
    '/:name/-/:filename',
    { schema: { tags, params: file, otherAnswers: [206, 304, 416] } },
    async (request, reply) => {
      const { name, filename } = request.params;
      const artifacts = await findPackage(catalog, name);
      const artifact = artifacts.find((it) => isTarballOf(it, filename));
      if (!artifact) throw notInPackage(name, filename, artifacts);
      return reply.represent({ lifetime: 'fixed', offers: [artifactOffer(artifact, blobs)] });
    },
  );
};
