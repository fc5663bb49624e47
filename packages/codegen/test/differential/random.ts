/** Choices that a seed decides. */
export interface Random {
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
  /** Those of a list that chance takes. */
  readonly some: <T>(list: readonly T[], probability: number) => readonly T[];
  readonly times: <T>(count: number, make: () => T) => readonly T[];
}

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const chance = (probability: number): boolean => next() < probability;
  return {
    below,
    chance,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    some: (list, probability) => list.filter(() => chance(probability)),
    times: (count, make) => Array.from({ length: count }, make),
  };
}
