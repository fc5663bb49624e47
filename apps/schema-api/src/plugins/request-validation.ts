import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyServerOptions } from 'fastify';
import fp from 'fastify-plugin';

type SchemaErrorFormatter = NonNullable<FastifyServerOptions['schemaErrorFormatter']>;

/**
 * Says a bad parameter in words: what was sent, and what its schema's description
 * asks for. Of a body it says the place alone: passwords and tokens are sent there.
 */
export const explainValidation: SchemaErrorFormatter = ([mistake], where) => {
  if (mistake?.keyword === 'additionalProperties') return unknownParameter(mistake, where);
  // `data` and `parentSchema` are there because the validator runs with `verbose`.
  const { data, parentSchema } = { data: undefined, parentSchema: undefined, ...mistake };
  const { description } = { description: undefined, ...(parentSchema as object | undefined) };
  const name = mistake?.instancePath.slice(1) ?? '';
  return new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `${where === 'body' ? 'What was sent' : JSON.stringify(data)} is not a valid ${name || where}.`,
    why: typeof description === 'string' ? description : (mistake?.message ?? 'It does not fit.'),
    fix: 'GET /openapi.json describes every request.',
    meta: { where, name },
  });
};

type Mistake = Parameters<SchemaErrorFormatter>[0][number];

function unknownParameter(mistake: Mistake, where: string): SchemaServiceError {
  const { params, parentSchema } = { parentSchema: undefined, ...mistake };
  const { properties = {} } = { properties: {}, ...(parentSchema as object | undefined) };
  const known = Object.keys(properties);
  const name = String(params.additionalProperty);
  const kind = where === 'querystring' ? 'query parameter' : 'property';
  return new SchemaServiceError({
    code: 'REQUEST_INVALID',
    message: `There is no ${kind} ${JSON.stringify(name)} here.`,
    fix: known.length === 0 ? 'Leave it out.' : `Known: ${known.join(', ')}.`,
    meta: { where, name, known },
  });
}

/** Refuses control characters in paths and queries that no schema has refused: no name, version or file has any. */
export const refuseControlCharacters = fp(async (server) => {
  server.addHook('preHandler', async (request) => {
    for (const part of ['params', 'query'] as const) {
      for (const [name, value] of Object.entries(Object(request[part]))) {
        if (!/\p{Cc}/u.test(String(value))) continue;
        throw new SchemaServiceError({
          code: 'REQUEST_INVALID',
          message: `${JSON.stringify(value)} is not a valid ${name}.`,
          why: 'It has a control character.',
          meta: { where: part, name },
        });
      }
    }
  });
});
