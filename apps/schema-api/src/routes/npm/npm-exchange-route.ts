import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import type { TokenStore } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { strictly } from '../../plugins/rate-limits.ts';
import { exchange } from '../../tokens/exchange.ts';
import type { IdTokens } from '../../tokens/id-tokens.ts';
import { explainToNpm } from './npm-failures.ts';

export interface NpmExchangeOptions {
  readonly tokens: TokenStore;
  readonly idTokens: IdTokens;
}

/**
 * Where `npm publish` exchanges the ID token of a CI system: at the root of the
 * host, wherever the registry is, with the ID token as bearer.
 */
export const npmExchangeRoute: FastifyPluginAsyncTypebox<NpmExchangeOptions> = async (
  server,
  options,
) => {
  server.addHook('preSerialization', explainToNpm);
  server.post(
    '/-/npm/v1/oidc/token/exchange/package/:name',
    {
      schema: { tags: ['npm'], params: Type.Object({ name: Type.String() }) },
      ...strictly({ config: { scope: 'none' as const } }),
    },
    async (request, reply) => {
      const [, text] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
      if (text === undefined) throw noIdToken();
      const { text: token } = await exchange(options, text, request);
      reply.code(201).header('cache-control', 'no-store');
      return { token };
    },
  );
};

function noIdToken(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ID_TOKEN_REFUSED',
    message: 'There is no ID token in this request.',
    fix: 'Send it as bearer; or exchange it by POST /tokens/exchange and give npm the answer.',
  });
}
