/** The sum of the numbers below `end`, and whether there are none. */
export function steps(end: number): { readonly sum: number; readonly isEmpty: boolean } {
  let sum = 0;
  for (let at = 0; at < end; at += 1) sum += at;
  return { sum, isEmpty: end === 0 };
}
