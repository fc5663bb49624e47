import type { IncomingMessage } from 'node:http';
import { isIntact, type PresentedToken, presentedToken } from '@schema-service/catalog';

/** What a request brings: no token, one that may be one of ours, or something that is none. */
export type Presented =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'token'; readonly token: PresentedToken; readonly isIntact: () => boolean }
  | { readonly kind: 'noToken' };

const nothing: Presented = { kind: 'nothing' };
const noToken: Presented = { kind: 'noToken' };

/**
 * The token in the header `Authorization`: as bearer (REST, npm, pnpm, Yarn),
 * or as the password of basic (pip, twine and uv as `__token__`; npm's legacy
 * `_auth`). The user name is not looked at: the token says whose it is.
 */
export function presentedBy({ headers }: Pick<IncomingMessage, 'headers'>): Presented {
  const { authorization } = headers;
  if (authorization === undefined || authorization === '') return nothing;
  const text = secretOf(authorization);
  const token = text === undefined ? undefined : presentedToken(text);
  if (text === undefined || token === undefined) return noToken;
  return { kind: 'token', token, isIntact: () => isIntact(text) };
}

function secretOf(authorization: string): string | undefined {
  const [, scheme, value] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (value === undefined) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : pair.slice(colon + 1);
}
