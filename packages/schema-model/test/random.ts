/** Gives a whole number below the limit. */
export type Random = (below: number) => number;

/** A small generator of numbers that gives the same ones in every run (the constants are those of glibc). */
export function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}
