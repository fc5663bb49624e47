import type { RouteScope } from '@schema-service/api-contract';
import { type ChangeOrigin, isGranted, type Scope } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

export type { Scope } from '@schema-service/catalog';

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
      const { scope = 'read' } = request.routeOptions.config;
      request.actor = anonymous;
      // Such a route answers whoever asks, also while nobody can be asked who that is.
      if (scope === 'none') return;
      request.actor = (await authenticate?.(request)) ?? anonymous;
      if (scope === 'token') {
        refuse(request.actor, request.actor.kind === 'token', scope);
      } else if (scope === 'migrate' || scope === 'approve') {
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

function refuse(actor: Actor, isAllowed: boolean, scope: string): void {
  if (isAllowed) return;
  if (actor.kind === 'anonymous') {
    throw new SchemaServiceError({
      code: 'TOKEN_REQUIRED',
      message: 'This needs a token.',
      why:
        scope === 'token' ? 'It is about the token that asks.' : `It asks for the scope ${scope}.`,
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
