import type { PoolClient } from 'pg';
import { isLost } from './connections.ts';
import type { Lender } from './parked-connections.ts';

type Query = { readonly text: string };
type Listener = (error: Error) => void;

const NOTHING = { rows: [], fields: [], rowCount: null };
const ENDS: ReadonlySet<string> = new Set(['COMMIT', 'ROLLBACK']);
const ISOLATION =
  /^SET TRANSACTION (ISOLATION LEVEL (?:READ UNCOMMITTED|READ COMMITTED|REPEATABLE READ|SERIALIZABLE))$/;

/**
 * The connection of a transaction, as Prisma's adapter takes it. BEGIN goes out with the first
 * statement, which saves a round trip. Where the connection is found lost by then, nothing was
 * done on it, and the transaction begins on another.
 */
export class TransactionConnection {
  readonly #pool: Pick<Lender, 'connect' | 'dropLost'>;
  readonly #listeners = new Set<Listener>();
  #client: PoolClient;
  #isReleased = false;
  /** What begins it; undefined before the adapter has asked for that. */
  #begin: string | undefined;
  #isSent = false;
  #isOpen = false;
  #beginning: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #moving: Promise<void> | undefined;

  constructor(client: PoolClient, pool: Pick<Lender, 'connect' | 'dropLost'>) {
    this.#client = client;
    this.#pool = pool;
  }

  get client(): PoolClient {
    return this.#client;
  }

  /** What has to be sent before the statement that is being sent; undefined once it was. */
  takeBegin(): string | undefined {
    if (this.#isSent) return undefined;
    this.#isSent = true;
    return this.#begin;
  }

  /** Told of each statement that the server has answered, with an error or without. */
  answered(error?: Error): void {
    if (error === undefined || !isLost(error)) this.#isOpen = true;
  }

  /** Whether the server has answered a statement of it. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Has it begin with the next statement, where its first one failed and is to be sent again. */
  beginAnew(): Promise<void> {
    return this.inTurn(async () => {
      await this.#client.query('ROLLBACK');
      this.#isSent = false;
      this.#isOpen = false;
    });
  }

  /** Has it begin on another connection, after it was lost with the first statement. */
  move(): Promise<void> {
    this.#moving ??= this.#takeAnother().finally(() => {
      this.#moving = undefined;
    });
    return this.#moving;
  }

  async #takeAnother(): Promise<void> {
    this.release(new Error('The connection was lost.'));
    await this.#pool.dropLost();
    this.#client = await this.#pool.connect();
    this.#isReleased = false;
    for (const listener of this.#listeners) this.#client.on('error', listener);
    this.#isSent = false;
  }

  /** For the adapter: a statement that does not go by way of the fast path. */
  async query(query: Query): Promise<unknown> {
    if (this.#begin === undefined) {
      this.#begin = query.text;
      return NOTHING;
    }
    const [, level] = (!this.#isSent && ISOLATION.exec(query.text)) || [];
    if (level !== undefined) {
      this.#begin = `BEGIN ${level}`;
      return NOTHING;
    }
    return this.inTurn(async () => {
      // What has not begun has nothing to end.
      if (!this.#isSent && ENDS.has(query.text)) return NOTHING;
      const begin = this.takeBegin();
      if (begin !== undefined) this.#beginning = this.#beginAlone(begin);
      await this.#beginning;
      return (this.#client.query as (query: Query) => Promise<unknown>)(query);
    });
  }

  /** Runs a statement once those before it have ended: the driver takes one at a time. */
  inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(run);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #beginAlone(begin: string): Promise<void> {
    try {
      await this.#client.query(begin);
    } catch (error) {
      if (!isLost(error)) throw error;
      await this.move();
      await this.#client.query(this.takeBegin() ?? begin);
    }
    this.#isOpen = true;
  }

  on(_event: 'error', listener: Listener): void {
    this.#listeners.add(listener);
    this.#client.on('error', listener);
  }

  removeListener(_event: 'error', listener: Listener): void {
    this.#listeners.delete(listener);
    this.#client.removeListener('error', listener);
  }

  release(error?: Error | boolean): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    for (const listener of this.#listeners) this.#client.removeListener('error', listener);
    this.#client.release(error);
  }
}
