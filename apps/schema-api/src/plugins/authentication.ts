import type { IncomingMessage } from 'node:http';
import { SchemaServiceError } from '@schema-service/errors';
import type { KnownTokens } from '../tokens/known-tokens.ts';
import { presentedBy } from '../tokens/presented.ts';
import type { Actor } from './authorization.ts';

export interface AuthenticationOptions {
  readonly known: KnownTokens;
  /** Whether who brings no token may read. */
  readonly isReadingOpen: boolean;
}

/** Finds out who asks. */
export interface Authentication {
  /** Nobody for a request without a token. Throws `TOKEN_INVALID`, and `DATABASE_UNREACHABLE`. */
  readonly authenticate: (request: Pick<IncomingMessage, 'headers'>) => Promise<Actor | undefined>;
  /**
   * Whether a request may read, from memory alone and without a promise: for
   * answers that are given before a route is looked for. Whatever is not `true`
   * goes the usual way, which asks the database and says what is wrong.
   */
  readonly mayRead: (request: Pick<IncomingMessage, 'headers'>) => boolean | 'unknown';
  /** The token that a request brings, from memory alone: who it is counted as by the rate limits. */
  readonly knownTokenId: (request: Pick<IncomingMessage, 'headers'>) => string | undefined;
}

/**
 * A token that is wrong, expired or revoked is refused wherever it is sent,
 * also where reading is open: its owner hears of it at the next install, and
 * not at the next publish. Clients send a token only to the address that it was
 * configured for, so one that arrives here was meant for here.
 */
export function createAuthentication({
  known,
  isReadingOpen,
}: AuthenticationOptions): Authentication {
  return {
    authenticate: async (request) => {
      const presented = presentedBy(request);
      if (presented.kind === 'nothing') return undefined;
      if (presented.kind === 'noToken') throw invalidToken('none');
      const judged = known.judge(presented.token);
      if (judged.kind === 'unknown' && !presented.isIntact()) throw invalidToken('none');
      const found = judged.kind === 'unknown' ? await known.look(presented.token) : judged;
      if (found.kind === 'refused') throw invalidToken(found.why);
      const { id, name, scopes } = found.token;
      return { kind: 'token', name, tokenId: id, scopes };
    },
    mayRead: (request) => {
      const presented = presentedBy(request);
      if (presented.kind === 'nothing') return isReadingOpen;
      if (presented.kind === 'noToken') return false;
      const judged = known.judge(presented.token);
      // Whatever a token is good for, reading is a part of it.
      return judged.kind === 'unknown' ? 'unknown' : judged.kind === 'valid';
    },
    knownTokenId: (request) => {
      const presented = presentedBy(request);
      if (presented.kind !== 'token') return undefined;
      const judged = known.judge(presented.token);
      return judged.kind === 'valid' ? judged.token.id : undefined;
    },
  };
}

const reasons = {
  none: 'It is none of ours, or was not copied whole.',
  revoked: 'It was revoked.',
  expired: 'It has expired.',
} as const;

/** Says why a token that was presented is refused. */
export function invalidToken(why: keyof typeof reasons): SchemaServiceError {
  return new SchemaServiceError({
    code: 'TOKEN_INVALID',
    message: 'The token is not valid.',
    why: reasons[why],
    fix: 'Send another one, or none where reading is open. An admin makes tokens by POST /tokens.',
    meta: { reason: why },
  });
}
