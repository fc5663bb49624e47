import type { RouteScope } from '@schema-service/api-contract';
import type { ChangeOrigin } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

/** What a token is good for: `read`, `publish`, `admin`, `migrate:<environment>`, `approve:<environment>`. */
export type Scope = 'read' | 'publish' | 'admin' | `${'migrate' | 'approve'}:${string}`;

/** Who asks. Nobody is `anonymous`. */
export interface Actor {
  readonly kind: 'anonymous' | 'token';
  /** As the audit log has it: the token's name. */
  readonly name: string;
  readonly tokenId?: string;
  readonly scopes: readonly Scope[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask for the route. Default: `read`. */
    scope?: RouteScope;
  }
  interface FastifyRequest {
    actor: Actor;
    /** Throws `TOKEN_REQUIRED` for an anonymous actor, `TOKEN_SCOPE_MISSING` for one that may not. */
    requireScope(scope: Scope): void;
    /** Who changes something, for the audit log. */
    origin(): ChangeOrigin;
  }
}

export interface AuthorizationOptions {
  /** Who a request comes from. Default: everyone is anonymous. */
  readonly authenticate?: (request: FastifyRequest) => Promise<Actor | undefined>;
  /** What the anonymous may do: read, or nothing. */
  readonly anonymousScopes?: readonly Scope[];
}

/** Knows who asks before a body is read, and refuses who may not. */
export const authorization = fp(
  async (server, { authenticate, anonymousScopes = ['read'] }: AuthorizationOptions) => {
    const anonymous: Actor = { kind: 'anonymous', name: 'anonymous', scopes: anonymousScopes };
    // Set before anything of a request reads it.
    server.decorateRequest('actor', null as unknown as Actor);
    server.decorateRequest('requireScope', function (this: FastifyRequest, scope: Scope) {
      refuse(this.actor, isGranted(this.actor.scopes, scope), scope);
    });
    server.decorateRequest('origin', function (this: FastifyRequest) {
      const { name, tokenId } = this.actor;
      const token = tokenId === undefined ? {} : { tokenId };
      return { actor: name, ...token, requestId: this.id, address: this.ip };
    });
    server.addHook('onRequest', async (request) => {
      request.actor = (await authenticate?.(request)) ?? anonymous;
      const { scope = 'read' } = request.routeOptions.config;
      if (scope === 'none') return;
      if (scope === 'migrate' || scope === 'approve') {
        // Which environment the handler knows; here one of any is enough.
        const some = request.actor.scopes.some((one) => one.startsWith(`${scope}:`));
        refuse(request.actor, some || isGranted(request.actor.scopes, 'admin'), scope);
      } else {
        request.requireScope(scope);
      }
    });
  },
  { name: 'authorization' },
);

/** `admin` may everything, and who may anything may read. `migrate:*` is every environment. */
function isGranted(scopes: readonly Scope[], wanted: Scope): boolean {
  if (scopes.includes('admin') || scopes.includes(wanted)) return true;
  if (wanted === 'read') return scopes.length > 0;
  const [verb] = wanted.split(':', 1);
  return wanted.includes(':') && scopes.includes(`${verb as 'migrate' | 'approve'}:*`);
}

function refuse(actor: Actor, isAllowed: boolean, scope: string): void {
  if (isAllowed) return;
  if (actor.kind === 'anonymous') {
    throw new SchemaServiceError({
      code: 'TOKEN_REQUIRED',
      message: 'This needs a token.',
      why: `It asks for the scope ${scope}.`,
      fix: 'Send one: Authorization: Bearer <token>. An admin makes it by POST /tokens.',
      meta: { scope },
    });
  }
  throw new SchemaServiceError({
    code: 'TOKEN_SCOPE_MISSING',
    message: `The token ${actor.name} has no scope ${scope}.`,
    fix: 'Ask an admin for a token that has it.',
    meta: { scope },
  });
}
