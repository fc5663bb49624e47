import { AsyncLocalStorage } from 'node:async_hooks';
import type { TransactionConnection } from './transaction-connection.ts';

interface Slot {
  connection?: TransactionConnection;
  /** Set when the id is known. */
  forget?: () => void;
}

/** The connections of open transactions, by the ids that Prisma gives the transactions above the adapter. */
export class Transactions {
  readonly #connections = new Map<string, TransactionConnection>();
  readonly #beginning = new AsyncLocalStorage<Slot>();

  /** Runs what begins a transaction and tells its id. */
  async begin<Result extends { readonly id: string }>(
    start: () => Promise<Result>,
  ): Promise<Result> {
    const slot: Slot = {};
    const begun = await this.#beginning.run(slot, start);
    if (slot.connection !== undefined) {
      this.#connections.set(begun.id, slot.connection);
      slot.forget = () => this.#connections.delete(begun.id);
    }
    return begun;
  }

  /** Told by the adapter of a transaction that it has begun; call what it returns when that ends. */
  opened(connection: TransactionConnection): () => void {
    const slot = this.#beginning.getStore();
    if (slot !== undefined) slot.connection = connection;
    return () => slot?.forget?.();
  }

  /** Undefined for a transaction that has ended: Prisma says so in its own words. */
  of(id: string): TransactionConnection | undefined {
    return this.#connections.get(id);
  }
}
