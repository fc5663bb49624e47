/** How a call may be answered. */
export interface Ways {
  /** Where no other call is asked for in its tick; undefined for one that is Prisma's in any case. */
  readonly alone: (() => Promise<unknown>) | undefined;
  /** By Prisma, with the others. */
  readonly together: () => Promise<unknown>;
  /** By Prisma, where there is no other. */
  readonly prisma: () => Promise<unknown>;
}

interface Call extends Ways {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Prisma sends what is asked for in one tick together: unique reads as one query, the
 * calls of a transaction one behind the other, and ends these with the first that fails.
 * A call that is alone in its tick may be answered here, several are Prisma's.
 */
export class OneTick {
  #waiting: Call[] = [];
  /** How many calls Prisma has to answer before a later one may be sent. */
  #before = 0;
  readonly #keepsOrder: boolean;

  /** @param keepsOrder whether a call that is Prisma's comes before what is asked for later */
  constructor(keepsOrder: boolean) {
    this.#keepsOrder = keepsOrder;
  }

  run(ways: Ways): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const length = this.#waiting.push({ ...ways, resolve, reject });
      if (length === 1) process.nextTick(this.#end);
    });
  }

  readonly #end = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    const isAlone = waiting.length === 1 && this.#before === 0;
    for (const { alone, together, prisma, resolve, reject } of waiting) {
      if (isAlone && alone !== undefined) alone().then(resolve, reject);
      else {
        const ask = isAlone ? prisma : together;
        (this.#keepsOrder ? this.#inOrder(ask) : ask()).then(resolve, reject);
      }
    }
  };

  #inOrder(ask: () => Promise<unknown>): Promise<unknown> {
    this.#before += 1;
    const ended = (): void => {
      this.#before -= 1;
    };
    const answer = ask();
    answer.then(ended, ended);
    return answer;
  }
}
