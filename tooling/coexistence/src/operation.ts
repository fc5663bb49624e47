/** What a service does again and again: what it is about, and what its language makes of it. */
export interface Operation {
  readonly name: string;
  /**
   * Whose row it is about: `shared` by all services, or the service's `own`, which nobody else writes. Of its own it makes
   * one (`create`), makes or changes one (`put`), changes one (`change`), reads one (`look`) or deletes one (`remove`).
   */
  readonly act: 'shared' | 'create' | 'put' | 'change' | 'look' | 'remove';
  /** By how much it raises the sum of what all services count together. */
  readonly counts?: number;
}

/** What an operation has come to. */
export interface Performed {
  /** What came back that should not. */
  readonly wrong: readonly string[];
  /** The row that it was about, each value as text; absent where it gave none. */
  readonly row?: string;
}

/** A service on its database, in one way of speaking to it. */
export interface Performer extends AsyncDisposable {
  /**
   * @param key of the own row that it is about
   * @throws what a client throws
   */
  readonly perform: (operation: Operation, key: string) => Promise<Performed>;
}

/** How the choices of a service are made. */
export interface Choices {
  readonly pick: <T>(list: readonly T[]) => T;
  /** A key that nobody has. */
  readonly newKey: () => string;
}

/** Rows that every service writes: `shared-1` and so on. */
export const SHARED_ROWS = 200;
export const PRODUCTS = 50;

const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => at + 1);

export const sharedKeys: readonly string[] = numbers(SHARED_ROWS).map((n) => `shared-${n}`);
export const productIds: readonly number[] = numbers(PRODUCTS);
export const contents: readonly string[] = [
  'short',
  'a few more words',
  'x'.repeat(400),
  "it's {value} $1 %s",
];
