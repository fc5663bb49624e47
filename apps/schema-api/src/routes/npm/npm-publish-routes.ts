import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  differentFields,
  type NpmDocument,
  type NpmPublication,
  readNpmDocument,
  wrongDigests,
} from '../../publishing/npm-document.ts';
import type { Publisher, PublishOutcome } from '../../publishing/publisher.ts';
import { createTurns } from '../../turns.ts';
import { refuseTag, removeTag } from '../publishing/tag-routes.ts';
import { findPackage, notInPackage, packageName } from './find-package.ts';
import { distTags } from './packument.ts';

/** In base64, with the document around it: an archive of 32 MiB. */
const MOST_DOCUMENT_BYTES = 48 * 1024 * 1024;
const named = Type.Object({ name: packageName });
const tagged = Type.Object({ name: packageName, tag: Type.String() });
const tags = ['npm'];
const config = { scope: 'publish' } as const;

/** What npm, pnpm, Yarn and bun ask for to publish: a package, its tags, its deprecations. */
export const npmPublishRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly publisher: Publisher;
}> = async (server, { catalog, publisher }) => {
  const inTurn = createTurns();

  server.put(
    '/:name',
    { schema: { tags, params: named }, config, bodyLimit: MOST_DOCUMENT_BYTES },
    async (request, reply) => {
      const document = await readNpmDocument(request.body, request.params.name);
      if (document.kind === 'document') return deprecate(catalog, document, request);
      return inTurn(async () => answer(reply, await publish(publisher, document, request)));
    },
  );

  server.put(
    '/-/package/:name/dist-tags/:tag',
    { schema: { tags, params: tagged }, config },
    async (request) => {
      const { name, tag } = request.params;
      refuseTag(tag);
      const artifacts = await findPackage(catalog, name);
      const version = String(request.body);
      if (!artifacts.some((one) => one.version === version)) {
        throw notInPackage(name, version, artifacts);
      }
      await catalog.setTag(tag, version, request.origin());
      return distTags(artifacts, await catalog.listTags());
    },
  );

  server.delete(
    '/-/package/:name/dist-tags/:tag',
    { schema: { tags, params: tagged }, config },
    async (request) => {
      const artifacts = await findPackage(catalog, request.params.name);
      await removeTag(catalog, request.params.tag, request);
      return distTags(artifacts, await catalog.listTags());
    },
  );

  for (const url of ['/:name/-rev/:revision', '/:name/-/:filename/-rev/:revision']) {
    server.route({
      method: ['PUT', 'DELETE'],
      url,
      config,
      schema: { hide: true },
      // A document of every version may come, of which nothing is read.
      bodyLimit: MOST_DOCUMENT_BYTES,
      handler: async () => {
        throw unpublishRefused();
      },
    });
  }
};

async function publish(
  publisher: Publisher,
  document: NpmPublication,
  request: FastifyRequest,
): Promise<PublishOutcome> {
  const { integrityMismatch, manifestMismatch, npmPackageName, readPackage } = await import(
    '@schema-service/publication'
  );
  const file = `${npmPackageName(document.name)}-${document.version}.tgz`;
  for (const tag of document.tags) refuseTag(tag);
  const digests = wrongDigests(document);
  if (digests.length > 0) throw integrityMismatch(file, digests);
  const inspected = await readPackage(file, document.bytes);
  const fields = differentFields(document, inspected);
  if (fields.length > 0) throw manifestMismatch(file, fields);
  return publisher.putPackage(inspected, request.origin());
}

/** npm prints the notice. */
function answer(reply: FastifyReply, outcome: PublishOutcome): object {
  const status = { published: 201, staged: 202, unchanged: 200 } as const;
  reply.code(status[outcome.outcome]);
  if (outcome.state === 'pending') {
    const missing = outcome.missing.join(', ');
    reply.header('npm-notice', `Release ${outcome.version} becomes visible when ${missing} came.`);
  }
  return { success: true, ...outcome };
}

/** Says of versions what the document says otherwise than before. A deprecation is of the whole release. */
async function deprecate(
  catalog: ReleaseCatalog,
  { deprecated }: NpmDocument,
  request: FastifyRequest<{ Params: { name: string } }>,
): Promise<object> {
  for (const { version, ...artifact } of await findPackage(catalog, request.params.name)) {
    const words = Object.hasOwn(deprecated, version) ? deprecated[version] : undefined;
    const isYanked = artifact.yanked !== undefined && words?.startsWith('Withdrawn: ') === true;
    if (words === undefined || words === (artifact.deprecated ?? '') || isYanked) continue;
    const notice = { deprecated: words === '' ? null : words };
    await catalog.setNotice(version, notice, request.origin());
  }
  return { success: true };
}

function unpublishRefused(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'UNPUBLISH_REFUSED',
    message: 'What is published stays published: services have installed it.',
    why: 'A name and version once used is never used again.',
    fix: 'Yank the release, and no range of versions leads to it: schemactl release yank VERSION --reason ...',
  });
}
