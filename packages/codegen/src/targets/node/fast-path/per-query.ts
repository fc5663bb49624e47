import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What belongs to one call, found again by its query. The context of a call is not
 * enough: Prisma sends the queries of one tick from the context of the first.
 */
export class PerQuery<Value extends object> {
  readonly #ofCall = new AsyncLocalStorage<Value>();
  readonly #ofQuery = new WeakMap<object, Value>();

  run<Result>(value: Value, call: () => Result): Result {
    return this.#ofCall.run(value, call);
  }

  /** Told of each query while the context is still that of its call. */
  note(query: object): void {
    const value = this.#ofCall.getStore();
    if (value !== undefined) this.#ofQuery.set(query, value);
  }

  of(query: object): Value | undefined {
    return this.#ofQuery.get(query);
  }
}
