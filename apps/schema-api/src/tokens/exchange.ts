import type { CreatedToken, TokenStore } from '@schema-service/catalog';
import type { FastifyRequest } from 'fastify';
import type { IdTokens } from './id-tokens.ts';

/** In seconds: long enough to publish a release. */
const lifetime = 900;

/** Gives a short token for the ID token of a trusted publisher, which is good for one exchange where it has a `jti`. */
export async function exchange(
  { tokens, idTokens }: { readonly tokens: TokenStore; readonly idTokens: IdTokens },
  text: string,
  request: FastifyRequest,
): Promise<CreatedToken> {
  const { publisher, subject, use } = await idTokens.check(text);
  const name = `${publisher.name}: ${subject}`;
  const token = { name, scopes: publisher.scopes, madeBy: 'exchange', lifetime } as const;
  return tokens.exchange(token, use, { ...request.origin(), actor: name });
}
