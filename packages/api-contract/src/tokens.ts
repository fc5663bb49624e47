import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';

/** What a token may be good for. `*` stands for every environment. */
export const TokenScope = Type.String({
  pattern: '^(?:read|publish|admin|(?:migrate|approve):(?:\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,62}))$',
  description: 'read, publish, admin, migrate:<environment> or approve:<environment>.',
});

const nullableTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

/** A token, without its secret. */
export const TokenDescription = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  scopes: Type.Array(TokenScope),
  madeBy: Type.Enum(['request', 'login', 'start', 'environment', 'exchange'] as const, {
    description: 'How it came to be.',
  }),
  createdBy: Type.String({ description: 'The name of the token or publisher that asked for it.' }),
  createdAt: Type.String({ format: 'date-time' }),
  expiresAt: nullableTime,
  revokedAt: nullableTime,
  lastUsedAt: nullableTime,
});
export type TokenDescription = Static<typeof TokenDescription>;

/** A new token: the only answer that has its text. */
export const NewToken = Type.Object({
  ...TokenDescription.properties,
  token: Type.String({ description: 'To be kept by the caller: it is not shown again.' }),
});
export type NewToken = Static<typeof NewToken>;

/** Tokens, the newest first. */
export const TokenPage = Type.Object({
  tokens: Type.Array(TokenDescription),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'What to send as `before` for the next page; null at the end.',
  }),
});
export type TokenPage = Static<typeof TokenPage>;

/** What a new token is asked to be. */
export const TokenRequest = Type.Object({
  name: Type.String({
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]{1,100}$',
    description: '1 to 100 printable characters: who or what will use it.',
  }),
  scopes: Type.Array(TokenScope, { minItems: 1, maxItems: 64 }),
  expiresIn: Type.Optional(
    Type.Integer({
      minimum: 60,
      maximum: 315_360_000,
      description: 'Seconds, from a minute to ten years; 90 days where it is not said.',
    }),
  ),
});
export type TokenRequest = Static<typeof TokenRequest>;

/** The token of a CI system that is exchanged for one of ours. */
export const IdTokenExchange = Type.Object({
  token: Type.String({
    maxLength: 16_384,
    description: 'The OIDC ID token, as the CI system gave it.',
  }),
});

const nothing = Type.Object({});
const byId = Type.Object({
  id: Type.String({ format: 'uuid', description: 'The id of a token.' }),
});
const paged = {
  before: Type.Optional(
    Type.String({ format: 'uuid', description: 'Those after this one in the list: `next`.' }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: 50, description: '1 to 200; 50.' }),
  ),
};

/** Tokens: who may. */
export const tokenEndpoints = {
  createToken: endpoint('POST', '/tokens', {
    tag: 'tokens',
    scope: 'token',
    summary: 'Make a token that may no more than the one that asks; its text is shown this once.',
    params: nothing,
    body: TokenRequest,
    success: 201,
    response: NewToken,
    failures: [400, 401, 403, 413, 415, 429, 503],
  }),
  listTokens: endpoint('GET', '/tokens', {
    tag: 'tokens',
    scope: 'token',
    summary: 'All tokens for an admin; otherwise the one that asks and those made by it.',
    params: nothing,
    query: Type.Object(paged),
    response: TokenPage,
    failures: [400, 401, 429, 503],
  }),
  currentToken: endpoint('GET', '/tokens/current', {
    tag: 'tokens',
    scope: 'token',
    summary: 'The token that asks.',
    params: nothing,
    response: TokenDescription,
    failures: [401, 429, 503],
  }),
  revokeToken: endpoint('DELETE', '/tokens/:id', {
    tag: 'tokens',
    scope: 'token',
    summary: 'End a token at once, everywhere.',
    params: byId,
    query: Type.Object({
      withMade: Type.Optional(
        Type.Boolean({
          description: 'Also the tokens made by it. Always so unless it is an admin.',
        }),
      ),
    }),
    response: Type.Object({ revoked: Type.Array(Type.String({ format: 'uuid' })) }),
    failures: [400, 401, 403, 404, 429, 503],
  }),
  exchangeToken: endpoint('POST', '/tokens/exchange', {
    tag: 'tokens',
    scope: 'none',
    summary: 'A short token in exchange for the OIDC ID token of a trusted publisher.',
    params: nothing,
    body: IdTokenExchange,
    success: 201,
    response: NewToken,
    failures: [400, 401, 403, 413, 415, 429, 503],
  }),
} as const;
