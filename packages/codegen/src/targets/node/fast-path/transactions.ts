import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';

interface Slot {
  client?: PoolClient;
  /** Set when the id is known. */
  forget?: () => void;
}

/** The connections of open transactions, by the ids that Prisma gives the transactions above the adapter. */
export class Transactions {
  readonly #clients = new Map<string, PoolClient>();
  readonly #beginning = new AsyncLocalStorage<Slot>();

  /** Runs what begins a transaction and tells its id. */
  async begin<Result extends { readonly id: string }>(
    start: () => Promise<Result>,
  ): Promise<Result> {
    const slot: Slot = {};
    const begun = await this.#beginning.run(slot, start);
    if (slot.client !== undefined) {
      this.#clients.set(begun.id, slot.client);
      slot.forget = () => this.#clients.delete(begun.id);
    }
    return begun;
  }

  /** Told by the adapter of a transaction that it has begun; call what it returns when that ends. */
  opened(client: PoolClient): () => void {
    const slot = this.#beginning.getStore();
    if (slot !== undefined) slot.client = client;
    return () => slot?.forget?.();
  }

  /** Undefined for a transaction that has ended: Prisma says so in its own words. */
  of(id: string): PoolClient | undefined {
    return this.#clients.get(id);
  }
}
