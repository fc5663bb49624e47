import type { ChangeOrigin } from '../audit/audit-log.ts';
import type { Scope } from './scopes.ts';

/** How a token came to be. */
export type TokenSource = 'request' | 'login' | 'start' | 'environment' | 'exchange';

/** What is known of a token; of its secret only a digest is, which is not here. */
export interface Token {
  readonly kind: 'token';
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly madeBy: TokenSource;
  /** The name of the token or publisher that asked for it. */
  readonly createdBy: string;
  /** The token that asked for it. */
  readonly makerId: string | null;
  /** ISO 8601 in UTC, as are the next ones. */
  readonly createdAt: string;
  /** null: it does not expire. */
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  /** To the minute; null before the first use. */
  readonly lastUsedAt: string | null;
}

/** A token with what a presented one is compared to. */
export interface StoredToken extends Token {
  readonly secretHash: Buffer;
}

/** A token as it is made: its text is shown this once. */
export interface CreatedToken extends Token {
  readonly text: string;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly madeBy: TokenSource;
  /** In seconds. Default: it does not expire, or when its maker does. */
  readonly lifetime?: number;
}

/** The token of a CI system that a token is made for. */
export interface IdTokenUse {
  readonly issuer: string;
  readonly jti: string;
  /** When it ends by itself: seconds since 1970. */
  readonly expiresAt: number;
}

export interface TokenList {
  readonly tokens: readonly Token[];
  /** The id to go on before; null at the end. */
  readonly next: string | null;
}

/** The tokens, in the catalog's database. Methods throw `DATABASE_UNREACHABLE`. */
export interface TokenStore {
  readonly find: (id: string) => Promise<StoredToken | undefined>;
  /** The newest first. With `of`: that token, and those that were made by it, at any remove. */
  readonly list: (options: {
    readonly of?: string;
    readonly before?: string;
    readonly limit: number;
  }) => Promise<TokenList>;
  /**
   * Makes a token for the token of `origin`, which does not outlive it unless that is an admin's.
   *
   * @throws SchemaServiceError `TOKEN_INVALID` where the maker was ended, `TOKEN_SCOPE_NOT_HELD`
   */
  readonly create: (token: NewToken, origin: ChangeOrigin) => Promise<CreatedToken>;
  /**
   * Makes a token in the place of a CI system's.
   *
   * @throws SchemaServiceError `ID_TOKEN_USED` where that one was exchanged before
   */
  readonly exchange: (
    token: NewToken,
    use: IdTokenUse | undefined,
    origin: ChangeOrigin,
  ) => Promise<CreatedToken>;
  /** Makes an admin's token where no living one is; of processes that ask at once, one gets it. */
  readonly createFirst: (
    token: Omit<NewToken, 'madeBy' | 'scopes'>,
  ) => Promise<CreatedToken | undefined>;
  /**
   * Takes a secret that the process was given as an admin's token. Another one that
   * was taken before ends; one that has ended does not come back.
   */
  readonly adoptAdmin: (text: string, name: string) => Promise<'adopted' | 'known' | 'ended'>;
  /** Ends a token, and on demand those made by it. Gives the ids of those that were alive. */
  readonly revoke: (
    id: string,
    options: { readonly withMade: boolean },
    origin: ChangeOrigin,
  ) => Promise<readonly string[]>;
  /** Whether a token is the other, or was made by it, at any remove. */
  readonly isMadeBy: (id: string, maker: string) => Promise<boolean>;
  /** Remembers that it was used now, to the minute. */
  readonly noteUse: (id: string) => Promise<void>;
}
