import type { Bump } from '@schema-service/schema-diff';

/** A file of `.changeset/`: how far it wants which packages to move, and why. */
export interface Changeset {
  readonly kind: 'changeset';
  /** The file's name without `.md`. */
  readonly id: string;
  readonly summary: string;
  /** By package name. */
  readonly bumps: ReadonlyMap<string, Bump>;
}
