import type { PoolClient } from 'pg';

/** Lends a connection whose session is in UTC. */
export interface Lender {
  connect(): Promise<PoolClient>;
  /** Whether somebody waits for a connection. */
  readonly isAwaited: boolean;
  /** Closes the connections that wait and that the server has ended. */
  dropLost(): Promise<void>;
}

/** How often calls hand a connection on before the pool sees it again, which ends old ones. */
const MOST_USES = 100;

interface Parked {
  readonly client: PoolClient;
  readonly lost: (error: Error) => void;
  uses: number;
}

/**
 * Connections that calls of one turn of the event loop hand to one another: lending and
 * taking back cost the pool more than a short statement costs the driver. What is not
 * taken by the end of the turn goes back to the pool, and at once where somebody waits.
 */
export class ParkedConnections {
  readonly #pool: Pick<Lender, 'connect' | 'isAwaited'>;
  readonly #parked: Parked[] = [];
  readonly #lent = new Map<PoolClient, Parked>();
  #isSwept = false;

  constructor(pool: Pick<Lender, 'connect' | 'isAwaited'>) {
    this.#pool = pool;
  }

  /** A connection that is at hand. */
  take(): PoolClient | undefined {
    const parked = this.#parked.pop();
    if (parked === undefined) return undefined;
    parked.uses += 1;
    return parked.client;
  }

  /** A connection of the pool. */
  lend(): Promise<PoolClient> {
    return this.#pool.connect().then((client) => {
      // The pool listens to those that it has; an error nobody listens to ends the process.
      const lost = (error: Error): void => this.#lose(client, error);
      client.on('error', lost);
      this.#lent.set(client, { client, lost, uses: 1 });
      return client;
    });
  }

  /** Takes a connection back; with an error, one that is no more. */
  give(client: PoolClient, error?: Error): void {
    const parked = this.#lent.get(client);
    if (parked === undefined) return;
    if (error !== undefined || parked.uses >= MOST_USES || this.#pool.isAwaited) {
      this.#release(parked, error);
      // Others may be lost, too: the pool is asked about those that it has.
      if (error !== undefined) this.#releaseParked();
      return;
    }
    this.#parked.push(parked);
    if (this.#isSwept) return;
    this.#isSwept = true;
    setImmediate(this.#sweep);
  }

  readonly #sweep = (): void => {
    this.#isSwept = false;
    this.#releaseParked();
  };

  #releaseParked(): void {
    for (let parked = this.#parked.pop(); parked !== undefined; parked = this.#parked.pop())
      this.#release(parked);
  }

  /** One that is in use tells its statement. */
  #lose(client: PoolClient, error: Error): void {
    const at = this.#parked.findIndex((one) => one.client === client);
    const [parked] = at < 0 ? [] : this.#parked.splice(at, 1);
    if (parked !== undefined) this.#release(parked, error);
  }

  #release({ client, lost }: Parked, error?: Error): void {
    this.#lent.delete(client);
    client.release(error);
    client.removeListener('error', lost);
  }
}
