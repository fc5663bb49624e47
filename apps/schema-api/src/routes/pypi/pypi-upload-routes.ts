import type { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isSchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import type { Publisher, PublishOutcome } from '../../publishing/publisher.ts';
import { differentFields, readUpload, wrongDigests } from '../../publishing/python-upload.ts';
import { readBody } from '../../publishing/read-body.ts';
import { createTurns } from '../../turns.ts';

/** The upload API of PyPI, which twine and `uv publish` speak: one file a request. */
export const pypiUploadRoutes: FastifyPluginAsyncTypebox<{
  readonly publisher: Publisher;
}> = async (server, { publisher }) => {
  const inTurn = createTurns();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'multipart/form-data',
    async (_request: unknown, body: Readable) => body,
  );
  // Clients take a 400 with these words for a file that they may skip.
  server.setErrorHandler<Error>((error) => {
    if (isSchemaServiceError(error) && error.code === 'PACKAGE_ALREADY_PUBLISHED') {
      throw Object.assign(error, { statusCode: 400 });
    }
    throw error;
  });
  for (const url of ['/', '/legacy', '/legacy/']) {
    server.post(
      url,
      { schema: { tags: ['pypi'] }, config: { scope: 'publish' } },
      (request, reply) =>
        inTurn(async () => {
          const outcome = await upload(publisher, request);
          reply.code({ published: 201, staged: 202, unchanged: 200 }[outcome.outcome]);
          return outcome;
        }),
    );
  }
};

async function upload(publisher: Publisher, request: FastifyRequest): Promise<PublishOutcome> {
  const { integrityMismatch, manifestMismatch, pythonProjectName, readPackage } = await import(
    '@schema-service/publication'
  );
  const form = await readUpload(await readBody(request), request.headers['content-type'] ?? '');
  const digests = wrongDigests(form);
  if (digests.length > 0) throw integrityMismatch(form.filename, digests);
  const inspected = await readPackage(form.filename, form.bytes);
  const fields = differentFields(form, inspected, pythonProjectName);
  if (fields.length > 0) throw manifestMismatch(form.filename, fields);
  return publisher.putPackage(inspected, request.origin());
}
