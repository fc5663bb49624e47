import { type Bump, bumpOf } from '@schema-service/schema-diff';
import type { Changeset } from './changeset.ts';

/** How far changesets ask packages that move together to move: the most that any asks for any of them. Pure. */
export function requestedBump(changesets: readonly Changeset[], packages: readonly string[]): Bump {
  return bumpOf(
    changesets.flatMap(({ bumps }) =>
      packages.map((name) => ({ bump: bumps.get(name) ?? 'none' })),
    ),
  );
}
