/** Two lists matched by a key, each part in the order of the list it comes from. */
export interface Pairing<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly kept: readonly (readonly [previous: T, current: T])[];
}

/** Matches two lists by a key that is unique within each. */
export function pairBy<T>(
  previous: readonly T[],
  current: readonly T[],
  key: (item: T) => string,
): Pairing<T> {
  const inPlace = pairInPlace(previous, current, key);
  if (inPlace !== undefined) return { removed: [], added: [], kept: inPlace };
  const before = new Map(previous.map((item) => [key(item), item]));
  const after = new Set(current.map(key));
  const added: T[] = [];
  const kept: [T, T][] = [];
  for (const item of current) {
    const match = before.get(key(item));
    if (match === undefined) added.push(item);
    else kept.push([match, item]);
  }
  return { removed: previous.filter((item) => !after.has(key(item))), added, kept };
}

/** The pairs of two lists that hold the same keys in the same order, as most do. */
function pairInPlace<T>(
  previous: readonly T[],
  current: readonly T[],
  key: (item: T) => string,
): readonly (readonly [T, T])[] | undefined {
  if (previous.length !== current.length) return undefined;
  const kept: (readonly [T, T])[] = [];
  for (const [at, before] of previous.entries()) {
    const after = current[at];
    if (after === undefined || key(before) !== key(after)) return undefined;
    kept.push([before, after]);
  }
  return kept;
}

/** Whether the items that both lists hold stand in another order. */
export function isReordered<T>({ kept }: Pairing<T>, previous: readonly T[]): boolean {
  if (kept.every(([before], position) => before === previous[position])) return false;
  const survivors = new Set(kept.map(([before]) => before));
  const order = previous.filter((item) => survivors.has(item));
  return kept.some(([before], position) => before !== order[position]);
}

/** The name of the member before each member, null for the first. */
export function predecessors<T extends { readonly name: string }>(
  members: readonly T[],
): ReadonlyMap<T, string | null> {
  return new Map(members.map((member, index) => [member, members[index - 1]?.name ?? null]));
}
