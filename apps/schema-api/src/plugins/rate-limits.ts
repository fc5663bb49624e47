import rateLimit from '@fastify/rate-limit';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Authentication } from './authentication.ts';

/** How often one token, or one address without a token, may ask in a minute. */
export interface RateLimits {
  readonly requests: number;
  /** Of what makes tokens: a login, an exchange, a token. */
  readonly logins: number;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `strict`: one of the few requests that make tokens. */
    limit?: 'strict';
  }
}

/** A route that makes tokens, which has a limit of its own. */
export function strictly<Route extends { readonly config: object }>(
  route: Route,
): Route & { readonly config: { readonly limit: 'strict' } } {
  return { ...route, config: { ...route.config, limit: 'strict' } };
}

interface RateLimitsOptions {
  readonly limits: RateLimits;
  readonly knownTokenId: Authentication['knownTokenId'];
}

/**
 * Counts before anything is asked of the database. A token that is known is
 * counted as itself, everything else by its address (of IPv6 by its network,
 * /64): guessing tokens is counted there. The counts are those of one process.
 */
export const rateLimits = fp(async (server, { limits, knownTokenId }: RateLimitsOptions) => {
  await server.register(rateLimit, { global: false, timeWindow: 60_000, cache: 20_000 });
  const keyGenerator = (request: FastifyRequest): string => knownTokenId(request.raw) ?? '';
  const count = (max: number) => ({
    byToken: server.createRateLimit({ max, keyGenerator }),
    byAddress: server.createRateLimit({ max }),
  });
  const usual = count(limits.requests);
  const strict = count(limits.logins);
  server.addHook('onRequest', async (request, reply) => {
    const counted = request.routeOptions.config.limit === 'strict' ? strict : usual;
    const isKnown = knownTokenId(request.raw) !== undefined;
    const result = await (isKnown ? counted.byToken : counted.byAddress)(request);
    if (result.isAllowed || !result.isExceeded) return;
    reply.header('retry-after', result.ttlInSeconds);
    throw new SchemaServiceError({
      code: 'RATE_LIMITED',
      message: `More than ${result.max} requests in a minute.`,
      why: isKnown ? 'So many has this token sent.' : 'So many came from this address.',
      fix: `Try again in ${result.ttlInSeconds} s; RATE_LIMIT and LOGIN_RATE_LIMIT say how many there may be.`,
      meta: { limit: result.max, retryAfter: result.ttlInSeconds },
    });
  });
});
