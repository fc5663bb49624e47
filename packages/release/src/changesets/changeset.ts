import { type Bump, bumpOf } from '@schema-service/schema-diff';

/** A file of `.changeset/`: how far it wants which packages to move, and why. */
export interface Changeset {
  readonly kind: 'changeset';
  /** The file's name without `.md`. */
  readonly id: string;
  /** In words, which people edit. */
  readonly summary: string;
  /** The changes that it is about, each by its `changeKey`; empty where nobody noted them. */
  readonly changes: readonly string[];
  /** By package name. */
  readonly bumps: ReadonlyMap<string, Bump>;
}

/** How far changesets ask packages that move together to move: the most that any asks for any of them. Pure. */
export function requestedBump(changesets: readonly Changeset[], packages: readonly string[]): Bump {
  return bumpOf(
    changesets.flatMap(({ bumps }) =>
      packages.map((name) => ({ bump: bumps.get(name) ?? 'none' })),
    ),
  );
}
