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
