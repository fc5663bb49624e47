/** What only the author of a change can say. */
export interface Undecided {
  readonly kind: 'undecided';
  /** The path in the newer schema, or in the older one where it is gone. */
  readonly path: string;
  readonly question: string;
  /** The lines to write above the declaration of the path, with SQL to begin with. */
  readonly annotations: readonly string[];
}

/** What keeps two versions from living on one database. */
export interface Unbridgeable {
  readonly kind: 'unbridgeable';
  readonly path: string;
  readonly reason: string;
}

export type Finding = Undecided | Unbridgeable;
