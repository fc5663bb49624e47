import type { Call } from './calls.ts';
import type { Random } from './random.ts';

const UUID = /^[\da-f-]{36}$/;
/** Words of a query, of which another is another query. */
const WORDS: ReadonlySet<string> = new Set('asc desc first last insensitive default'.split(' '));
const TEXTS = ['', 'a', 'b', 'zz', '100%', '10.0.0.1', '101', 'abc', '12.34'];

/** The same call with other values: of the same shape, if the types of its values stay. */
export function varied(call: Call, random: Random): Call {
  if (call.kind !== 'method' && call.kind !== 'fluent') return call;
  return { ...call, args: other(call.args) as never };

  function other(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(other);
    if (value instanceof Uint8Array || !random.chance(0.6)) return kept(value);
    switch (typeof value) {
      case 'number':
        return Number.isInteger(value) ? random.below(9) : random.pick([0.5, 1.5, -2.25]);
      case 'bigint':
        return BigInt(random.below(9));
      case 'string':
        if (UUID.test(value)) return value.slice(0, -1) + random.below(8);
        return WORDS.has(value) ? value : random.pick(TEXTS);
      default:
        return value instanceof Date ? new Date(random.below(1e12)) : kept(value);
    }
  }

  function kept(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Object.getPrototypeOf(value) !== Object.prototype || 'own' in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, other(inner)]));
  }
}
