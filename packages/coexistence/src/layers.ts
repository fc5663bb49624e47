import { type HomeGroup, isSameTable } from './layout.ts';

/**
 * Groups in the order in which their homes can be filled: what looks a row up comes behind the group of the key that it
 * is known by. Those of one list depend on none of the same.
 */
export function layersOf(groups: readonly HomeGroup[]): readonly (readonly HomeGroup[])[] {
  const layers: (readonly HomeGroup[])[] = [];
  let waiting = groups;
  while (waiting.length > 0) {
    const left = waiting;
    const ready = left.filter((group) => !left.some((other) => looksUp(group, other)));
    // Keys that refer to one another say nothing of each other.
    const layer = ready.length === 0 ? left : ready;
    layers.push(layer);
    waiting = left.filter((group) => !layer.includes(group));
  }
  return layers;
}

export const hasLookup = ({ homes }: HomeGroup): boolean =>
  homes.some(({ lookup }) => lookup !== undefined);

const looksUp = (group: HomeGroup, other: HomeGroup): boolean =>
  group !== other &&
  group.homes.some(
    ({ lookup }) =>
      lookup !== undefined &&
      isSameTable(lookup.table, other.table) &&
      other.homes.some(({ column }) => column === lookup.newer),
  );
