import type { Bump } from '@schema-service/schema-diff';

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
