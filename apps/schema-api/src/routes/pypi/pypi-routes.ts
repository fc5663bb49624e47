import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { ArtifactSummary, BlobStore, ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { compare } from 'semver';
import { readersMayGet } from '../../plugins/readers-may-get.ts';
import type { Offer } from '../../plugins/representations.ts';
import type { Publisher } from '../../publishing/publisher.ts';
import { artifactOffer } from '../../releases/artifact-offer.ts';
import { jsonContent } from '../../serving/json-content.ts';
import {
  htmlTypes,
  jsonType,
  projectHtml,
  projectJson,
  projectListHtml,
  projectListJson,
} from './index-pages.ts';
import { normalizeProjectName, projectFile } from './project-files.ts';
import { explainToPip } from './pypi-failures.ts';
import { pypiUploadRoutes } from './pypi-upload-routes.ts';
import { upstreamPage } from './upstream.ts';

interface PypiOptions {
  readonly catalog: ReleaseCatalog;
  readonly blobs: BlobStore;
  readonly publisher: Publisher;
  readonly upstream: string | undefined;
  /** What our own names begin with, where it is known. */
  readonly ownPrefix: string | undefined;
}

// The packaging standards' grammar of a name: nothing that could bend the upstream's URL.
const projectName = Type.String({
  pattern: '^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$',
  description: 'Letters, digits, and . _ - between them.',
});
const project = Type.Object({ project: projectName });
const file = Type.Object({
  project: projectName,
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'A digest as lower-case hex.' }),
  filename: Type.String({
    pattern: '^[A-Za-z0-9][A-Za-z0-9._+!-]*$',
    description: "A wheel or sdist, or a wheel's name with .metadata.",
  }),
});
const tags = ['pypi'];
const fileSchema = { tags, params: file, otherAnswers: [206, 304, 416] };

/** A Python package index: PEP 503 and 691 pages, PEP 658 metadata, files, and PyPI's upload API. */
export const pypiRoutes: FastifyPluginAsyncTypebox<PypiOptions> = async (server, options) => {
  const { catalog, blobs, upstream, ownPrefix } = options;
  server.register(pypiUploadRoutes, { publisher: options.publisher });
  server.addHook('onRoute', readersMayGet);
  server.addHook('preSerialization', explainToPip);

  server.get('/simple', { schema: { hide: true } }, (_request, reply) =>
    reply.redirect('simple/', 301),
  );

  server.get('/simple/', { schema: { tags, otherAnswers: [304] } }, (_request, reply) => {
    const names = async () => {
      const artifacts = await catalog.listArtifacts({ ecosystem: 'pypi' });
      return [...new Set(artifacts.map(({ name }) => normalizeProjectName(name)))].sort();
    };
    const offers = pageOffers('projects', names, projectListHtml, projectListJson);
    return reply.represent({ lifetime: 'current', offers });
  });

  server.get('/simple/:project', { schema: { hide: true, params: project } }, (request, reply) =>
    reply.redirect(`${normalizeProjectName(request.params.project)}/`, 301),
  );

  server.get(
    '/simple/:project/',
    { schema: { tags, params: project, otherAnswers: [301, 302, 304] } },
    async (request, reply) => {
      const name = normalizeProjectName(request.params.project);
      if (name !== request.params.project) return reply.redirect(`../${name}/`, 301);
      const artifacts = await catalog.listArtifacts({ ecosystem: 'pypi', name });
      if (artifacts.length === 0)
        return reply.redirect(await upstreamPage(catalog, { upstream, ownPrefix }, name));
      const files = artifacts.map((artifact) => projectFile(name, artifact));
      const ordered = artifacts.toSorted((a, b) => compare(a.version, b.version));
      const versions = [...new Set(ordered.map(({ packageVersion }) => packageVersion))];
      const offers = pageOffers(
        `project ${name}`,
        async () => files,
        (it) => projectHtml(name, it),
        (it) => projectJson(name, versions, it),
      );
      return reply.represent({ lifetime: 'current', offers });
    },
  );

  server.get(
    '/files/:project/:sha256/:filename',
    { schema: fileSchema },
    async (request, reply) => {
      const { filename, sha256 } = request.params;
      const name = normalizeProjectName(request.params.project);
      const wheel = filename.replace(/\.metadata$/, '');
      const artifact = await catalog.findArtifact('pypi', name, wheel);
      if (artifact?.sha256 !== sha256) throw fileNotFound(name, filename);
      const offer =
        wheel === filename ? artifactOffer(artifact, blobs) : metadataOffer(artifact, filename);
      return reply.represent({ lifetime: 'fixed', offers: [offer] });
    },
  );
};

/** A page in its three types: HTML under two names, and JSON. */
function pageOffers<Listed>(
  key: string,
  list: () => Promise<Listed>,
  html: (listed: Listed) => string,
  json: (listed: Listed) => object,
): [Offer, ...Offer[]] {
  const [plain, versioned] = htmlTypes;
  const offer = (type: string, make: Offer['make']): Offer => ({
    ...{ type, key: `pypi ${key} ${type}`, make },
  });
  const page = (type: string) => async () => ({ type, body: html(await list()) });
  return [
    offer(plain, page('text/html; charset=utf-8')),
    offer(versioned, page(versioned)),
    offer(jsonType, async () => jsonContent(json(await list()), jsonType)),
  ];
}

function metadataOffer({ sha256, coreMetadata = '' }: ArtifactSummary, filename: string): Offer {
  const type = 'text/plain';
  const make = async () => ({ type: `${type}; charset=utf-8`, body: coreMetadata });
  return { type, key: `metadata ${sha256} ${filename}`, make };
}

function fileNotFound(project: string, filename: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'FILE_NOT_FOUND',
    message: `${project} has no file ${filename}.`,
    fix: `GET /pypi/simple/${project}/ lists its files.`,
    meta: { project, filename },
  });
}
