import type { IdTokenUse } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { isSafeUrl, mismatchedClaims, type TrustedPublisher } from './trusted-publishers.ts';

/** An ID token that was checked: who it is of, and how it is known again. */
export interface CheckedIdToken {
  readonly publisher: TrustedPublisher;
  /** The claim `sub`, as far as it can be shown. */
  readonly subject: string;
  /** Without a `jti` it cannot be told from another use of the same token. */
  readonly use: IdTokenUse | undefined;
}

/** Checks the ID tokens of trusted publishers. */
export interface IdTokens {
  /** Throws `ID_TOKEN_REFUSED`, and `ISSUER_UNREACHABLE` where its keys cannot be had. */
  readonly check: (text: string) => Promise<CheckedIdToken>;
}

/** In seconds. Clocks differ; a token is for one job, whatever it says itself. */
const clockSkew = 30;
const oldest = 6 * 3600;
/** In milliseconds: how long an issuer may take, and how often it is asked for a key that is not known. */
const patience = 5_000;
const cooldown = 30_000;
const keysFor = 600_000;

/** The keys of an issuer are asked for when its first token comes, and kept for ten minutes. */
export function createIdTokens(publishers: readonly TrustedPublisher[]): IdTokens {
  const keys = new Map<string, Promise<JWTVerifyGetKey>>();

  function keysOf({ issuer, jwksUri }: TrustedPublisher): Promise<JWTVerifyGetKey> {
    const place = jwksUri ?? issuer;
    const before = keys.get(place);
    if (before !== undefined) return before;
    const asked = (async () => {
      const uri = jwksUri ?? (await discover(issuer));
      return createRemoteJWKSet(new URL(uri), {
        timeoutDuration: patience,
        cooldownDuration: cooldown,
        cacheMaxAge: keysFor,
      });
    })();
    keys.set(place, asked);
    asked.catch(() => keys.delete(place));
    return asked;
  }

  return {
    check: async (text) => {
      const { iss, alg } = unverified(text);
      // Only of issuers that are configured is anything asked, and only where they are known to be.
      const candidates = publishers.filter(({ issuer }) => issuer === iss);
      const [first] = candidates;
      if (first === undefined) throw refused('Its issuer is not one of those that are trusted.');
      const problems: string[] = [];
      for (const publisher of candidates) {
        if (!publisher.algorithms.includes(alg)) {
          problems.push(`${publisher.name}: it is signed with ${shown(alg)}.`);
          continue;
        }
        const payload = await verified(text, publisher, await reached(publisher, keysOf));
        if (typeof payload === 'string') {
          problems.push(`${publisher.name}: ${payload}`);
          continue;
        }
        const wrong = mismatchedClaims(publisher, payload);
        if (wrong.length === 0) return checked(publisher, payload);
        problems.push(`${publisher.name}: of its claims ${wrong.join(', ')} is not as configured.`);
      }
      throw refused(problems.join(' '));
    },
  };
}

function unverified(text: string): { readonly iss: unknown; readonly alg: string } {
  try {
    const { alg = 'none' } = decodeProtectedHeader(text);
    return { iss: decodeJwt(text).iss, alg };
  } catch {
    throw refused('It is no signed JSON Web Token.');
  }
}

async function reached(
  publisher: TrustedPublisher,
  keysOf: (publisher: TrustedPublisher) => Promise<JWTVerifyGetKey>,
): Promise<JWTVerifyGetKey> {
  return keysOf(publisher).catch((cause: unknown) => {
    throw unreachable(publisher, cause);
  });
}

/** The claims, or what is wrong. */
async function verified(
  text: string,
  publisher: TrustedPublisher,
  key: JWTVerifyGetKey,
): Promise<JWTPayload | string> {
  const { issuer, audience, algorithms } = publisher;
  try {
    const { payload } = await jwtVerify(text, key, {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: clockSkew,
      maxTokenAge: oldest,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'it has expired.';
    if (error instanceof errors.JWTClaimValidationFailed) {
      return `its ${error.claim} is not as it has to be.`;
    }
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong.';
    if (error instanceof errors.JWKSNoMatchingKey) return 'the issuer has no such key.';
    if (error instanceof errors.JWKSTimeout || isOfTransport(error))
      throw unreachable(publisher, error);
    if (error instanceof errors.JOSEError) return 'it cannot be verified.';
    throw unreachable(publisher, error);
  }
}

/** jose's word for an answer that is no key set. */
function isOfTransport(error: unknown): boolean {
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}

function checked(publisher: TrustedPublisher, payload: JWTPayload): CheckedIdToken {
  const { jti, exp = 0, sub = '' } = payload;
  const use =
    typeof jti === 'string' && jti !== ''
      ? { issuer: publisher.issuer, jti: jti.slice(0, 1_000), expiresAt: exp + clockSkew }
      : undefined;
  return { publisher, subject: shown(sub), use };
}

/** Where the issuer's keys are, by its own discovery document. */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  const { issuer: said, jwks_uri: uri } = (await answer.json()) as Record<string, unknown>;
  if (said !== issuer || !isSafeUrl(uri)) throw new Error(`${url} is not about ${issuer}.`);
  return uri;
}

/** Text of others, so that it is short and on one line. */
function shown(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}

function refused(why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ID_TOKEN_REFUSED',
    message: 'The ID token is not one of a trusted publisher.',
    why,
    fix: 'TRUSTED_PUBLISHERS says whose are, and with which claims.',
  });
}

function unreachable({ issuer }: TrustedPublisher, cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'ISSUER_UNREACHABLE',
      message: `The keys of ${issuer} cannot be had.`,
      why: 'Without them nobody can tell whether its ID tokens are real.',
      fix: 'Try again; or check that this service reaches the issuer.',
      meta: { issuer },
    },
    { cause },
  );
}
