/**
 * A page of a list.
 *
 * @param found at least one more than the page shows, where there are more
 * @param positionOf what the next page is asked for by: that of the last one shown
 */
export function pageOf<Item, Position>(
  found: readonly Item[],
  limit: number,
  positionOf: (item: Item) => Position,
): { readonly shown: Item[]; readonly next: Position | null } {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { shown, next: found.length > limit && last !== undefined ? positionOf(last) : null };
}
