import type { EventSignals, TokenStore } from '@schema-service/catalog';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../config/config.ts';
import { type Authentication, createAuthentication } from '../plugins/authentication.ts';
import { authorization } from '../plugins/authorization.ts';
import { type RateLimits, rateLimits } from '../plugins/rate-limits.ts';
import { createIdTokens, type IdTokens } from './id-tokens.ts';
import { createKnownTokens, type KnownTokens } from './known-tokens.ts';
import type { TrustedPublisher } from './trusted-publishers.ts';

/** Who may, as it is configured. */
export interface AccessOptions {
  /** Whether who brings no token may read. Default: `open`. */
  readonly readAccess?: 'open' | 'token';
  /** Default: none. */
  readonly rateLimits?: RateLimits;
  /** Whose ID tokens are exchanged. Default: nobody's. */
  readonly trustedPublishers?: readonly TrustedPublisher[];
}

/** Who may: the plugin that finds out and refuses, and the answers that it gives to others. */
export interface Access extends Pick<Authentication, 'mayRead' | 'knownTokenId'> {
  readonly known: KnownTokens;
  readonly idTokens: IdTokens;
  readonly plugin: FastifyPluginAsync;
}

/** @param signals tell of revocations; without them every token is asked about with every request */
export function createAccess(
  tokens: TokenStore,
  signals: EventSignals | undefined,
  { readAccess = 'open', rateLimits: limits, trustedPublishers = [] }: AccessOptions,
): Access {
  const isReadingOpen = readAccess === 'open';
  const known = createKnownTokens(tokens, signals);
  const { authenticate, mayRead, knownTokenId } = createAuthentication({ known, isReadingOpen });
  const plugin = fp(async (server) => {
    if (limits !== undefined) server.register(rateLimits, { limits, knownTokenId });
    server.register(authorization, {
      authenticate: (request) => authenticate(request.raw),
      anonymousScopes: isReadingOpen ? ['read'] : [],
    });
  });
  return { known, idTokens: createIdTokens(trustedPublishers), mayRead, knownTokenId, plugin };
}

/** Who may, by the configuration. Reading is open where nobody but this machine reaches the host, if nothing is said. */
export function accessOf({
  host,
  readAccess = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host) ? 'open' : 'token',
  rateLimit = 'off',
  loginRateLimit,
  trustedPublishers = [],
}: Config): AccessOptions {
  if (rateLimit === 'off') return { readAccess, trustedPublishers };
  const rateLimits = { requests: rateLimit, logins: loginRateLimit ?? rateLimit };
  return { readAccess, trustedPublishers, rateLimits };
}
