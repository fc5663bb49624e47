import { type Learn, PRISMAS, USUAL, type Way } from './call-way.ts';
import type { Compiled } from './compile-plan.ts';
import { type GivenRows, givenRows } from './given-rows.ts';
import { type EnumConstants, InsertRows } from './insert-rows.ts';
import { Unsupported } from './plan.ts';
import type { RequestParams, RuntimeDataModel } from './prisma-internals.ts';

/** What is known of rows with the same fields. */
type Known = InsertRows | 'usual' | 'prisma';

const MOST_KNOWN = 500;

/** Calls of `createMany`, answered by what one of them has shown of rows with the same fields. */
export class CreateManyCalls {
  readonly #models: RuntimeDataModel;
  readonly #known = new Map<string, Known>();
  readonly #enums: EnumConstants = new Map();

  constructor(models: RuntimeDataModel) {
    this.#models = models;
  }

  wayOf({ model = '', args, argsMapper }: RequestParams): Way {
    const given = argsMapper === undefined ? givenRows(this.#models, model, args) : undefined;
    if (given === undefined) return USUAL;
    const known = this.#known.get(given.key);
    if (known === undefined) {
      // One row does not show what stands between two.
      const mayLearn = given.rows.length > 1 && this.#known.size < MOST_KNOWN;
      return mayLearn ? { call: { learn: this.#learning(given) } } : USUAL;
    }
    if (known === 'prisma') return { call: PRISMAS };
    if (known === 'usual') return USUAL;
    const statement = known.statement(given.rows);
    // It has a value of an enum that was not seen before.
    if (statement === undefined) return { call: { learn: this.#learning(given) } };
    const plan: Compiled = {
      isRead: false,
      answer: (run) => run(statement, {}, undefined).then(({ count }) => ({ count })),
    };
    return { plan };
  }

  #learning(given: GivenRows): Learn {
    return (plan, values) => {
      let known: Known = plan === undefined ? 'prisma' : 'usual';
      try {
        if (plan?.counting)
          known = InsertRows.of(plan.counting, given, values, this.#enums) ?? known;
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
      }
      this.#known.set(given.key, known);
    };
  }
}
