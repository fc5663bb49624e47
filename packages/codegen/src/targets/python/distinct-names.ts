import { identifier, type Spelling } from './python-names.ts';

/**
 * A name for each of some names that share a place, all of them different. Where
 * Python's spelling folds what the schema language tells apart, the one that is
 * spelled so already has the name, and the others keep their spelling. What is
 * taken gets `_` behind it. Does not depend on the order, so that moving a field
 * renames nothing.
 */
export function distinctNames(
  names: Iterable<string>,
  { convert, isTaken }: Spelling,
): ReadonlyMap<string, string> {
  const all = [...new Set(names)].sort();
  const spelled = new Map(all.map((name) => [name, identifier(convert(name))]));
  const shared = new Set<string>();
  const seen = new Set<string>();
  for (const wish of spelled.values()) (seen.has(wish) ? shared : seen).add(wish);
  const wishes = [...spelled].map(([name, wish]) => {
    const isExact = wish === name;
    return { name, wish: isExact || !shared.has(wish) ? wish : identifier(name), isExact };
  });
  const distinct = new Map<string, string>();
  const room = nameRoom(isTaken);
  // A name that gets something behind it leaves the names of others alone.
  const order = wishes.toSorted((a, b) => rank(a, isTaken) - rank(b, isTaken));
  for (const { name, wish } of order) distinct.set(name, room.claim(wish));
  return distinct;
}

function rank(
  { wish, isExact }: { readonly wish: string; readonly isExact: boolean },
  isTaken: Spelling['isTaken'],
): number {
  if (isTaken(wish)) return 2;
  return isExact ? 0 : 1;
}

/** A place in which every name is there once. */
export interface NameRoom {
  /** The name, or the name with as many `_` behind it as make it free. */
  readonly claim: (name: string) => string;
}

/** A room without names, of which some mean something else already. */
export function nameRoom(isTaken: (name: string) => boolean = () => false): NameRoom {
  const claimed = new Set<string>();
  return {
    claim: (name) => {
      let free = name;
      while (claimed.has(free) || isTaken(free)) free += '_';
      claimed.add(free);
      return free;
    },
  };
}
