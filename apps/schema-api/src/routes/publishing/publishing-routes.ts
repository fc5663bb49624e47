import type { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { FastifyReply } from 'fastify';
import { routeOf } from '../../http/route-of.ts';
import type { Publisher, PublishOutcome } from '../../publishing/publisher.ts';
import { readBody } from '../../publishing/read-body.ts';
import { createTurns } from '../../turns.ts';

/** `PUT /versions/:version` and what belongs to it: a release as one bundle, or its record alone. */
export const publishingRoutes: FastifyPluginAsyncTypebox<{
  readonly publisher: Publisher;
}> = async (server, { publisher }) => {
  const inTurn = createTurns();
  server.removeAllContentTypeParsers();
  // A stream: what may be too large is not read whole before it is judged.
  server.addContentTypeParser(
    'application/gzip',
    async (_request: unknown, body: Readable) => body,
  );

  server.route({
    ...routeOf(endpoints.publishVersion),
    handler: (request, reply) =>
      inTurn(async () => {
        const bundle = await readBody(request);
        const { version } = request.params;
        return answer(reply, await publisher.publishBundle(version, bundle, request.origin()));
      }),
  });

  server.route({
    ...routeOf(endpoints.putRecord),
    handler: (request, reply) =>
      inTurn(async () => {
        const bundle = await readBody(request);
        const { version } = request.params;
        return answer(reply, await publisher.putRecord(version, bundle, request.origin()));
      }),
  });

  server.route({
    ...routeOf(endpoints.getPublication),
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const {
        outcome: _,
        packages,
        missing,
        ...rest
      } = await publisher.status(request.params.version);
      return { ...rest, packages: [...packages], missing: [...missing] };
    },
  });
};

/** 201 for what became visible now, 202 for what waits, 200 for what was there. */
function answer(reply: FastifyReply, { packages, missing, ...rest }: PublishOutcome) {
  const status = { published: 201, staged: 202, unchanged: 200 } as const;
  reply.code(status[rest.outcome]).header('cache-control', 'no-store');
  return { ...rest, packages: [...packages], missing: [...missing] };
}
