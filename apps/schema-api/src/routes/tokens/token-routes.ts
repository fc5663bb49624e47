import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import { type CreatedToken, isScope, type Scope, type TokenStore } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import { routeOf } from '../../http/route-of.ts';
import { strictly } from '../../plugins/rate-limits.ts';
import { exchange } from '../../tokens/exchange.ts';
import type { IdTokens } from '../../tokens/id-tokens.ts';
import type { KnownTokens } from '../../tokens/known-tokens.ts';

export interface TokenRoutesOptions {
  readonly tokens: TokenStore;
  readonly known: KnownTokens;
}

/** In seconds: 90 days. */
const usualLifetime = 7_776_000;

/** Tokens: who may. */
export const tokenRoutes: FastifyPluginAsyncTypebox<
  TokenRoutesOptions & { readonly idTokens: IdTokens }
> = async (server, { tokens, known, idTokens }) => {
  // What is about tokens is for who asked alone.
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  server.route({
    ...strictly(routeOf(endpoints.createToken)),
    bodyLimit: 32_768,
    handler: async (request, reply) => {
      const { name, scopes, expiresIn: lifetime = usualLifetime } = request.body;
      const wanted = { name, scopes: scopes.filter(isScope), madeBy: 'request', lifetime } as const;
      reply.code(201);
      return withText(await tokens.create(wanted, request.origin()));
    },
  });

  server.route({
    ...strictly(routeOf(endpoints.exchangeToken)),
    bodyLimit: 32_768,
    handler: async (request, reply) => {
      reply.code(201);
      return withText(await exchange({ tokens, idTokens }, request.body.token, request));
    },
  });

  server.route({
    ...routeOf(endpoints.listTokens),
    handler: async (request) => {
      const { before, limit = 50 } = request.query;
      const { tokenId = '' } = request.actor;
      return tokens.list({
        limit,
        ...(isAdmin(request) ? {} : { of: tokenId }),
        ...(before === undefined ? {} : { before }),
      });
    },
  });

  server.route({
    ...routeOf(endpoints.currentToken),
    handler: async (request) => {
      const { tokenId = '' } = request.actor;
      return (await tokens.find(tokenId)) ?? Promise.reject(tokenNotFound());
    },
  });

  server.route({
    ...routeOf(endpoints.revokeToken),
    handler: async (request) => ({
      revoked: await revoke({ tokens, known }, request, request.params.id, request.query.withMade),
    }),
  });
};

/**
 * Ends a token, everywhere at once, for an admin, itself or its maker. What it
 * made ends with it, unless it is an admin's: those of others are then theirs.
 * Throws `TOKEN_NOT_FOUND` for one that is not there, and for one that is not theirs.
 */
export async function revoke(
  { tokens, known }: TokenRoutesOptions,
  request: FastifyRequest,
  id: string,
  withMade = false,
): Promise<readonly string[] & string[]> {
  const { tokenId = '' } = request.actor;
  const token = await tokens.find(id);
  const isTheirs = isAdmin(request) || (await tokens.isMadeBy(id, tokenId));
  if (token === undefined || !isTheirs) throw tokenNotFound();
  const takesMade = withMade || !token.scopes.includes('admin');
  const ended = await tokens.revoke(id, { withMade: takesMade }, request.origin());
  known.forget(ended);
  return [...ended];
}

/** The one answer that has the token itself. */
export function withText({ text, ...token }: CreatedToken): Omit<CreatedToken, 'text'> & {
  token: string;
  scopes: Scope[];
} {
  return { ...token, scopes: [...token.scopes], token: text };
}

function isAdmin({ actor }: FastifyRequest): boolean {
  return actor.scopes.includes('admin');
}

/** Says no more than that: the id may be a token that was sent in its place. */
export function tokenNotFound(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'TOKEN_NOT_FOUND',
    message: 'There is no such token.',
    why: 'It is none, or was made by somebody else.',
    fix: 'GET /tokens lists those that there are.',
  });
}
