/** How a version moves, from most to least. */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

const ranks: Readonly<Record<Bump, number>> = { none: 0, patch: 1, minor: 2, major: 3 };

/** Orders bumps for `sort`: negative where `a` moves a version less than `b`. */
export function compareBumps(a: Bump, b: Bump): number {
  return ranks[a] - ranks[b];
}

/** The bump that a list of changes asks for: the highest among them, `none` for an empty list. */
export function bumpOf(changes: readonly { readonly bump: Bump }[]): Bump {
  return changes.reduce<Bump>(
    (highest, { bump }) => (compareBumps(bump, highest) > 0 ? bump : highest),
    'none',
  );
}
