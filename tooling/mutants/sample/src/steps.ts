/** The numbers below `end`, and whether there are none. */
export function steps(end: number): {
  readonly below: readonly number[];
  readonly isEmpty: boolean;
} {
  const below: number[] = [];
  for (let at = 0; at < end; at += 1) below.push(at);
  return { below, isEmpty: below.length === 0 };
}
