import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventSignals,
  isSameHash,
  type PresentedToken,
  type StoredToken,
  type TokenStore,
} from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

/** What a presented token is; `unknown` where memory alone cannot say. */
export type Judgement =
  | { readonly kind: 'valid'; readonly token: StoredToken }
  | { readonly kind: 'refused'; readonly why: 'none' | 'revoked' | 'expired' }
  | { readonly kind: 'unknown' };

/** In milliseconds. */
export interface KnownTokensTimes {
  /** How long a token is believed while every revocation would be heard of. */
  readonly fresh: number;
  /** How long it is believed while the database does not answer. */
  readonly stale: number;
  /** How long the database may take to answer: about a token that is known, and about any other. */
  readonly patience: { readonly known: number; readonly other: number };
}

/** The tokens that were seen lately. */
export interface KnownTokens {
  /** From memory alone. */
  readonly judge: (presented: PresentedToken) => Judgement;
  /** From memory where that is enough, from the database otherwise. Throws `DATABASE_UNREACHABLE` for a token that is not known. */
  readonly look: (presented: PresentedToken) => Promise<Exclude<Judgement, { kind: 'unknown' }>>;
  /** They were ended here, which need not be heard of first. */
  readonly forget: (ids: readonly string[]) => void;
}

interface Known {
  readonly token: StoredToken;
  /** When the database said so, by `performance.now`. */
  readonly since: number;
  /** Which connection would have told of its end. */
  readonly round: number;
}

const usual: KnownTokensTimes = {
  fresh: 60_000,
  stale: 600_000,
  patience: { known: 1_000, other: 5_000 },
};
/** So many take a few MB. */
const most = 10_000;
/** After it did not answer, the database is not asked about known tokens for so long. */
const pause = 1_000;
const minute = 60_000;
const none = { kind: 'refused', why: 'none' } as const;

/**
 * Remembers tokens. A revocation is heard of as it is committed, by whichever
 * process. While it could go unheard every token is asked about; while the
 * database does not answer, those that are known go on for a bounded time, and
 * nobody else is let in.
 */
export function createKnownTokens(
  store: TokenStore,
  signals: EventSignals | undefined,
  times: Partial<KnownTokensTimes> = {},
): KnownTokens {
  const { fresh, stale, patience } = { ...usual, ...times };
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<StoredToken | undefined>>();
  const noted = new Map<string, number>();
  let round = 0;
  let silentUntil = 0;

  const forget = (ids: readonly string[]): void => {
    for (const id of ids) {
      known.delete(id);
      // What is on its way was asked before: it serves who asked, and is not kept.
      asking.delete(id);
    }
  };
  signals?.subscribe((signal) => {
    if (signal.kind === 'event') {
      if (signal.event === 'token.revoked') forget([signal.id]);
    } else {
      round += 1;
      asking.clear();
    }
  });

  function judge(presented: PresentedToken): Judgement {
    const entry = known.get(presented.id);
    if (entry === undefined) return { kind: 'unknown' };
    const age = performance.now() - entry.since;
    const isFresh = signals?.isConnected() === true && entry.round === round && age < fresh;
    const isAllThereIs = performance.now() < silentUntil && age < stale;
    return isFresh || isAllThereIs ? compare(entry.token, presented) : { kind: 'unknown' };
  }

  function compare(token: StoredToken, presented: PresentedToken) {
    if (!isSameHash(token.secretHash, presented.secretHash)) return none;
    if (token.revokedAt !== null) return { kind: 'refused', why: 'revoked' } as const;
    const isExpired = token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now();
    if (isExpired) return { kind: 'refused', why: 'expired' } as const;
    noteUse(token.id);
    return { kind: 'valid', token } as const;
  }

  async function look(presented: PresentedToken) {
    const judged = judge(presented);
    if (judged.kind !== 'unknown') return judged;
    const entry = known.get(presented.id);
    const isKnown = entry !== undefined && performance.now() - entry.since < stale;
    try {
      const limit = isKnown ? patience.known : patience.other;
      const token = await within(limit, asking.get(presented.id) ?? ask(presented.id));
      silentUntil = 0;
      return token === undefined ? none : compare(token, presented);
    } catch (error) {
      silentUntil = performance.now() + pause;
      if (isKnown) return compare(entry.token, presented);
      throw unreachable(error);
    }
  }

  function ask(id: string): Promise<StoredToken | undefined> {
    const askedIn = round;
    const answer = store.find(id).then((token) => {
      if (asking.get(id) === answer) keep(id, token, askedIn);
      return token;
    });
    asking.set(id, answer);
    const done = (): void => {
      if (asking.get(id) === answer) asking.delete(id);
    };
    answer.then(done, done);
    return answer;
  }

  function keep(id: string, token: StoredToken | undefined, askedIn: number): void {
    known.delete(id);
    if (token === undefined) return;
    const [oldest] = known.size < most ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(id, { token, since: performance.now(), round: askedIn });
  }

  function noteUse(id: string): void {
    const now = performance.now();
    if (now - (noted.get(id) ?? Number.NEGATIVE_INFINITY) < minute) return;
    if (noted.size >= most) noted.clear();
    noted.set(id, now);
    // Nobody waits for it, and a use that is not noted is no failure.
    store.noteUse(id).catch(() => noted.delete(id));
  }

  return { judge, look, forget };
}

/** The answer, or a failure when it does not come in time. */
async function within<T>(limit: number, answer: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const late = sleep(limit, undefined, { signal: stop.signal, ref: false }).then(() => {
    throw new Error(`No answer within ${limit} ms.`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    late.catch(() => {});
    answer.catch(() => {});
    stop.abort();
  }
}

function unreachable(cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'DATABASE_UNREACHABLE',
      message: 'Whether this token may cannot be asked: the database does not answer.',
      why: 'Tokens are kept in it; those that were used lately go on for a while.',
      fix: 'Try again.',
    },
    { cause },
  );
}
