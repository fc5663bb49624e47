import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compare } from 'semver';
import { immutable, revalidate } from '../../cache-control.ts';
import { readOnly } from '../../plugins/read-only.ts';
import { sendArtifact } from '../../send-artifact.ts';
import {
  htmlTypes,
  jsonType,
  projectHtml,
  projectJson,
  projectListHtml,
  projectListJson,
} from './index-pages.ts';
import { normalizeProjectName, projectFile } from './project-files.ts';
import { upstreamPage } from './upstream.ts';

interface PypiOptions {
  readonly catalog: ReleaseCatalog;
  readonly upstream: string | undefined;
}

// The packaging standards' grammar of a name: nothing that could bend the upstream's URL.
const projectName = Type.String({
  pattern: '^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$',
  description: 'Letters, digits, and . _ - between them.',
});
const project = Type.Object({ project: projectName });
const file = Type.Object({
  project: projectName,
  sha256: Type.String(),
  filename: Type.String({ description: "A wheel or sdist, or a wheel's name with .metadata." }),
});
const tags = ['pypi'];
const fileSchema = { tags, params: file };

/** A read-only Python package index: PEP 503 and 691 pages, PEP 658 metadata, files. */
export const pypiRoutes: FastifyPluginAsyncTypebox<PypiOptions> = async (server, options) => {
  const { catalog, upstream } = options;
  server.register(readOnly, { registry: 'Python package index' });

  server.get('/simple', { schema: { hide: true } }, (_request, reply) =>
    reply.redirect('simple/', 301),
  );

  server.get('/simple/', { schema: { tags } }, async (request, reply) => {
    const artifacts = await catalog.listArtifacts({ ecosystem: 'pypi' });
    const names = [...new Set(artifacts.map(({ name }) => normalizeProjectName(name)))].sort();
    return sendPage(request, reply, projectListHtml(names), projectListJson(names));
  });

  server.get('/simple/:project', { schema: { hide: true, params: project } }, (request, reply) =>
    reply.redirect(`${normalizeProjectName(request.params.project)}/`, 301),
  );

  server.get('/simple/:project/', { schema: { tags, params: project } }, async (request, reply) => {
    const name = normalizeProjectName(request.params.project);
    if (name !== request.params.project) return reply.redirect(`../${name}/`, 301);
    const artifacts = await catalog.listArtifacts({ ecosystem: 'pypi', name });
    if (artifacts.length === 0) return reply.redirect(await upstreamPage(catalog, upstream, name));
    const files = artifacts.map((artifact) => projectFile(name, artifact));
    const ordered = artifacts.toSorted((a, b) => compare(a.version, b.version));
    const versions = [...new Set(ordered.map(({ packageVersion }) => packageVersion))];
    return sendPage(request, reply, projectHtml(name, files), projectJson(name, versions, files));
  });

  server.get(
    '/files/:project/:sha256/:filename',
    { schema: fileSchema },
    async (request, reply) => {
      const { filename, sha256 } = request.params;
      const name = normalizeProjectName(request.params.project);
      const wheel = filename.replace(/\.metadata$/, '');
      const found = await catalog.readArtifact('pypi', name, wheel);
      if (found?.summary.sha256 !== sha256) throw fileNotFound(name, filename);
      reply.header('cache-control', immutable);
      if (wheel === filename) return sendArtifact(reply, found);
      return reply.type('text/plain; charset=utf-8').send(found.summary.coreMetadata);
    },
  );
};

/** HTML or JSON (as bytes: a string would get a charset, which these types do not have), by what the client prefers; HTML for who asks for neither. */
function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  html: string,
  json: object,
): FastifyReply {
  reply.header('vary', 'accept').header('cache-control', revalidate);
  const type = request.accepts().type([...htmlTypes, jsonType]);
  if (type === jsonType) return reply.type(jsonType).send(Buffer.from(JSON.stringify(json)));
  return reply.type(type === htmlTypes[1] ? type : 'text/html; charset=utf-8').send(html);
}

function fileNotFound(project: string, filename: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'FILE_NOT_FOUND',
    message: `${project} has no file ${filename}.`,
    fix: `GET /pypi/simple/${project}/ lists its files.`,
    meta: { project, filename },
  });
}
