/**
 * What happens to someone who meets the change: `yes`, it works as before; `no`,
 * a plain read or write of the changed thing fails, whatever it holds; `depends`,
 * some values or uses of it fail or mean something else, and others do not.
 */
export type Answer = 'yes' | 'depends' | 'no';

/** A change judged on the four questions that a consumer asks. */
export interface Compatibility {
  /** Does a client of the previous version still read from the database of the current one? */
  readonly oldClientReads: Answer;
  /** Does it still write to it? */
  readonly oldClientWrites: Answer;
  /** Does a client of the current version work on the database of the previous one? */
  readonly newClientOnOldDatabase: Answer;
  /**
   * Does code that compiled against the previous client (TypeScript, Python) still
   * compile? `same`: nothing of it changed; `docs`: only comments; `added`: it
   * offers more; `breaks`: some code no longer compiles.
   */
  readonly clientApi: 'same' | 'docs' | 'added' | 'breaks';
}

/**
 * By what clients of the previous version go on beside those of the current one, on a database where each version has
 * views of its own: by `views` alone, by a `twin` (a second column for what has another form), by a `fill` (a value that
 * the database makes for rows of the others). `no`: what the other answers say of old clients stays true there, too.
 */
export type Bridged = (typeof bridgedAnswers)[number];

/** From what costs nothing to what does not go. */
const bridgedAnswers = ['views', 'fill', 'twin', 'no'] as const;

/** What a list of changes needs: the answer that costs most, `views` for an empty list. */
export const bridgedOf = (changes: readonly { readonly bridged: Bridged }[]): Bridged =>
  bridgedAnswers.findLast((answer) => changes.some(({ bridged }) => bridged === answer)) ?? 'views';

/** Breaking: something that worked fails. Dangerous: it may fail, or mean something else. Safe: neither. */
export type Severity = 'breaking' | 'dangerous' | 'safe';

/** How a version moves, from most to least. */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

const ranks: Readonly<Record<Bump, number>> = { none: 0, patch: 1, minor: 2, major: 3 };

/** Orders bumps for `sort`: negative where `a` moves a version less than `b`. */
export function compareBumps(a: Bump, b: Bump): number {
  return ranks[a] - ranks[b];
}

/** The bump that a list of changes asks for: the highest among them, `none` for an empty list. */
export function bumpOf(changes: readonly { readonly bump: Bump }[]): Bump {
  return changes.reduce<Bump>(
    (highest, { bump }) => (compareBumps(bump, highest) > 0 ? bump : highest),
    'none',
  );
}

/** Whom the answers leave behind. */
export function severityOf({
  oldClientReads,
  oldClientWrites,
  clientApi,
}: Compatibility): Severity {
  const old = [oldClientReads, oldClientWrites];
  if (old.includes('no') || clientApi === 'breaks') return 'breaking';
  return old.includes('depends') ? 'dangerous' : 'safe';
}

/**
 * How far the answers move the version, the highest over the questions: major where
 * an old client does not simply go on, minor where only what is new needs the new
 * database or the new client, else patch.
 */
export function bumpFor(compatibility: Compatibility): Exclude<Bump, 'none'> {
  if (severityOf(compatibility) !== 'safe') return 'major';
  const { newClientOnOldDatabase, clientApi } = compatibility;
  return newClientOnOldDatabase !== 'yes' || clientApi === 'added' ? 'minor' : 'patch';
}
