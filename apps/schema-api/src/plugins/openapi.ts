import swagger from '@fastify/swagger';
import fp from 'fastify-plugin';

/** `GET /openapi.json`, made from the schemas that the routes are registered with. */
export const openapi = fp(async (server) => {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Schema API',
        description: 'Distributes the releases of a schema.',
        version: '1.0.0',
      },
    },
  });
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger());
});
