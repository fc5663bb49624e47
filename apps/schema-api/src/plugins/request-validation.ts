import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyServerOptions } from 'fastify';

type SchemaErrorFormatter = NonNullable<FastifyServerOptions['schemaErrorFormatter']>;

/**
 * Says a bad parameter in words: what was sent, and what its schema's description
 * asks for. Of a body it says the place alone: passwords and tokens are sent there.
 */
export const explainValidation: SchemaErrorFormatter = ([mistake], where) => {
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
