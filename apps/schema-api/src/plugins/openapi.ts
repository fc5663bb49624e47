import swagger from '@fastify/swagger';
import { ErrorEnvelope, type OtherAnswer } from '@schema-service/api-contract';
import type { FastifySchema, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { jsonContent } from '../serving/json-content.ts';

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
    transform: ({ schema = {}, url, route }) => ({
      schema: schema.hide ? schema : withAnswers(schema, route),
      url,
    }),
  });
  // Open to all, as the reference that is made from it.
  const open = { schema: { hide: true }, config: { scope: 'none' } } as const;
  server.get('/openapi.json', open, (_request, reply) => {
    const make = async () => jsonContent(server.swagger());
    const offer = { type: 'application/json', key: 'openapi', make };
    return reply.represent({ lifetime: 'current', offers: [offer] });
  });
});

type DocumentedSchema = FastifySchema & {
  readonly otherContent?: readonly string[];
  readonly otherAnswers?: readonly (OtherAnswer | 301 | 302)[];
};

/** Every status that the route is answered with: its own, and those that the hooks before it give. */
function withAnswers(
  { otherAnswers = [], ...schema }: DocumentedSchema,
  { url, method, config }: RouteOptions,
) {
  const { scope = 'read' } = { ...config };
  // Of the protocols of npm and PyPI no body is described, and little of their failures.
  const isProtocol = /^\/(?:npm|pypi|-)\//.test(url);
  const writes = ![method].flat().includes('GET');
  const { response, ...rest } = withOtherContent(schema);
  const failures = [
    ...[400, 429],
    ...(scope === 'none' ? [] : [401, 503]),
    ...(['none', 'read', 'token'].includes(scope) ? [] : [403]),
    ...(hasProperties(schema.params) ? [404] : []),
    ...(schema.body === undefined ? [] : [413, 415]),
    ...(isProtocol && writes ? [401, 404, 409, 413, 415, 422] : []),
  ];
  return {
    ...rest,
    response: {
      ...(response === undefined
        ? { 200: { description: 'As the protocol has it.', type: 'null' } }
        : {}),
      ...Object.fromEntries(failures.map((status) => [status, ErrorEnvelope])),
      ...Object.fromEntries(
        otherAnswers.map((status) => [status, { type: 'null', description: meanings[status] }]),
      ),
      ...Object(response),
    },
  };
}

const meanings = {
  206: 'The range of the package that was asked for.',
  301: 'Where it is, in its one spelling.',
  302: 'The index that has it.',
  304: 'It is unchanged since the ETag that was sent.',
  307: 'The exact version that the range or tag names now.',
  416: 'The package has no such range.',
} as const;

function hasProperties(schema: unknown): boolean {
  const { properties } = { properties: {}, ...Object(schema) };
  return Object.keys(Object(properties)).length > 0;
}

/** Lists the media types beside JSON, of which the contract names no schema: they are text or bytes. */
function withOtherContent(schema: Omit<DocumentedSchema, 'otherAnswers'>) {
  const { otherContent = [], response, ...rest } = schema;
  if (otherContent.length === 0) return { ...rest, response };
  const { 200: success, ...failures } = Object(response);
  const media = ['application/json', ...otherContent].map((type) => [
    type,
    {
      schema:
        type === 'application/json' ? success : type.endsWith('json') ? {} : { type: 'string' },
    },
  ]);
  const answered = { description: 'Success', content: Object.fromEntries(media) };
  return { ...rest, response: { 200: answered, ...failures } };
}
