import swagger from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import fp from 'fastify-plugin';
import { jsonContent } from '../json-content.ts';

/** `GET /openapi.json`, made from the schemas that the routes are registered with. */
export const openapi = fp(async (server, { url }: { readonly url?: string }) => {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      // Without one, it is where the document came from.
      ...(url === undefined ? {} : { servers: [{ url }] }),
      info: {
        title: 'Schema API',
        description: 'Distributes the releases of a schema.',
        version: '1.0.0',
      },
    },
    transform: ({ schema, url }) => ({ schema: withOtherContent(schema), url }),
  });
  // Open to all, as the reference that is made from it.
  const open = { schema: { hide: true }, config: { scope: 'none' } } as const;
  server.get('/openapi.json', open, (_request, reply) => {
    const make = async () => jsonContent(server.swagger());
    const offer = { type: 'application/json', key: 'openapi', make };
    return reply.represent({ lifetime: 'current', offers: [offer] });
  });
});

/** Lists the media types beside JSON, of which the contract names no schema: they are text or bytes. */
function withOtherContent(schema: FastifySchema & { otherContent?: readonly string[] }) {
  const { otherContent = [], response, ...rest } = schema;
  if (otherContent.length === 0) return { ...rest, response };
  const { 200: success, ...failures } = Object(response);
  const media = ['application/json', ...otherContent].map((type) => [
    type,
    { schema: type === 'application/json' ? success : { type: 'string' } },
  ]);
  const answered = { description: 'Success', content: Object.fromEntries(media) };
  return { ...rest, response: { 200: answered, ...failures } };
}
