import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox';
import { presentedToken, type Scope, type StoredToken, type Token } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { invalidToken } from '../../plugins/authentication.ts';
import { strictly } from '../../plugins/rate-limits.ts';
import { revoke, type TokenRoutesOptions, tokenNotFound } from '../tokens/token-routes.ts';
import { explainToNpm } from './npm-failures.ts';

const tags = ['npm'];
/** In seconds: 90 days. */
const lifetime = 7_776_000;
/** What a login is at most good for: npm does nothing else. */
const ofNpm: readonly Scope[] = ['read', 'publish'];
const credentials = Type.Object({
  name: Type.String({ pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]{1,100}$' }),
  password: Type.String({ maxLength: 512, description: 'A token of this service.' }),
});
const user = Type.Object({ user: Type.String({ pattern: '^org\\.couchdb\\.user:' }) });
const byText = Type.Object({ token: Type.String() });
const byKey = Type.Object({ key: Type.String() });
const paged = Type.Object({ before: Type.Optional(Type.String({ format: 'uuid' })) });

/** What npm asks a registry about who is there: login, logout, whoami, tokens, profile. */
export const npmLoginRoutes: FastifyPluginAsyncTypebox<TokenRoutesOptions> = async (
  server,
  options,
) => {
  const { tokens, known } = options;
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  server.addHook('preSerialization', explainToNpm);

  /** The token that a text is, alive. */
  const tokenOf = async (text: string): Promise<StoredToken> => {
    const presented = presentedToken(text);
    if (presented === undefined) throw invalidToken('none');
    const found = await known.look(presented);
    if (found.kind === 'refused') throw invalidToken(found.why);
    return found.token;
  };

  // `npm login` asks for a name and a password where there is no login in the browser.
  server.post(
    '/-/v1/login',
    { schema: { tags }, config: { scope: 'none', limit: 'strict' } },
    () => {
      throw new SchemaServiceError({
        code: 'ROUTE_NOT_FOUND',
        message: 'There is no login in the browser here.',
        fix: 'npm login --auth-type=legacy: any user name, and a token as the password.',
      });
    },
  );

  // The password is a token; what npm keeps is a new one that `npm logout` ends.
  server.put(
    '/-/user/:user',
    {
      schema: { tags, params: user, body: credentials },
      bodyLimit: 16_384,
      ...strictly({ config: { scope: 'none' as const } }),
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const maker = await tokenOf(password);
      const scopes = ofNpm.filter((scope) => scope === 'read' || mayPublish(maker));
      const login = { name: `npm login of ${name}`, scopes, madeBy: 'login', lifetime } as const;
      const origin = { ...request.origin(), actor: maker.name, tokenId: maker.id };
      const { text } = await tokens.create(login, origin);
      reply.code(201);
      return { ok: true, id: request.params.user, rev: '1', token: text };
    },
  );

  // One that was not made by a login goes on: it may be in use elsewhere.
  server.delete(
    '/-/user/token/:token',
    { schema: { tags, params: byText }, config: { scope: 'token' } },
    async (request) => {
      const token = presentedToken(request.params.token);
      const found = token && (await known.look(token));
      if (found?.kind !== 'valid') throw tokenNotFound();
      if (found.token.madeBy === 'login') await revoke(options, request, found.token.id);
      return { ok: true };
    },
  );

  server.get('/-/whoami', { schema: { tags }, config: { scope: 'token' } }, async (request) => ({
    username: request.actor.name,
  }));

  server.get(
    '/-/npm/v1/user',
    { schema: { tags }, config: { scope: 'token' } },
    async (request) => {
      const token = await tokens.find(request.actor.tokenId ?? '');
      const { name = '', createdAt = '' } = { ...token };
      return {
        tfa: null,
        name,
        email: '',
        email_verified: false,
        created: createdAt,
        updated: createdAt,
      };
    },
  );

  server.get(
    '/-/npm/v1/tokens',
    { schema: { tags, querystring: paged }, config: { scope: 'token' } },
    async (request) => {
      const { before } = request.query;
      const { tokenId = '', scopes } = request.actor;
      const page = await tokens.list({
        limit: 100,
        ...(scopes.includes('admin') ? {} : { of: tokenId }),
        ...(before === undefined ? {} : { before }),
      });
      const urls = page.next === null ? {} : { next: `/-/npm/v1/tokens?before=${page.next}` };
      return { objects: page.tokens.filter(isAlive).map(asNpmToken), urls };
    },
  );

  server.delete(
    '/-/npm/v1/tokens/token/:key',
    { schema: { tags, params: byKey }, config: { scope: 'token' } },
    async (request) => {
      const { key } = request.params;
      const id = /^[0-9a-f]{32}$/.test(key) ? key : presentedToken(key)?.id;
      if (id === undefined) throw tokenNotFound();
      await revoke(options, request, id);
      return { ok: true };
    },
  );
};

function mayPublish({ scopes }: Token): boolean {
  return scopes.includes('publish') || scopes.includes('admin');
}

function isAlive({ revokedAt, expiresAt }: Token): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now());
}

function asNpmToken(token: Token): object {
  return {
    // As the token itself has it; npm hides what is written as a UUID.
    key: token.id.replaceAll('-', ''),
    token: `sst_${token.id.slice(0, 8)}`,
    name: token.name,
    created: token.createdAt,
    updated: token.lastUsedAt ?? token.createdAt,
    readonly: !mayPublish(token),
    cidr_whitelist: null,
  };
}
