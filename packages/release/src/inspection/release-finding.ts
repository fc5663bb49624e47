/** One thing that is not as it was frozen. Data, not an exception: a check prints all of them. */
export interface ReleaseFinding {
  readonly kind: 'releaseFinding';
  readonly id: ReleaseFindingId;
  /** The version whose record it concerns. */
  readonly version: string;
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  /** What is wrong: one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

export type ReleaseFindingId =
  | 'FROZEN_FILE_EDITED'
  | 'FROZEN_FILE_MISSING'
  | 'FROZEN_FILE_UNEXPECTED'
  | 'MIGRATION_EDITED'
  | 'MIGRATION_MISSING'
  | 'MIGRATION_UNEXPECTED'
  | 'MIGRATIONS_WITHOUT_RELEASE'
  | 'CHECKSUMS_OUTDATED'
  | 'CLIENTS_OUTDATED'
  | 'PREVIOUS_MISSTATED'
  | 'WITHDRAWAL_INVALID'
  | 'METADATA_MISSING'
  | 'METADATA_INVALID'
  | 'METADATA_EDITED'
  | 'SCHEMA_INVALID'
  | 'SCHEMA_HASH_MISMATCH'
  | 'CHAIN_BROKEN';

/** The fix for something that was changed: take it back, or say it in a version of its own. */
export const restore = (file: string): string =>
  `Restore it with \`git checkout -- ${file}\`, and make the change in a new version.`;

/** The fix for something that was added. */
export const moveAway = (file: string): string =>
  `Delete ${file}, or move it to where the next version is made.`;

/** One line a person can act on. */
export function formatFinding({ file, message, fix }: ReleaseFinding): string {
  return `${file}: ${message} ${fix}`;
}
