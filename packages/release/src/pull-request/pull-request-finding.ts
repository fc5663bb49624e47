/** One thing that keeps a pull request from passing, with the smallest thing that would let it pass. */
export interface PullRequestFinding {
  readonly kind: 'pullRequestFinding';
  readonly id: PullRequestFindingId;
  /** What is wrong: a sentence, and lines of detail where there are several. */
  readonly message: string;
  /** A command to run or an edit to make. */
  readonly fix: string;
  /** Relative to the root, where it is about a file. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

export type PullRequestFindingId =
  | 'CHANGESET_MISSING'
  | 'BUMP_TOO_SMALL'
  | 'MIGRATION_MISSING'
  | 'MIGRATION_FAILED_REHEARSAL'
  | 'RELEASE_EDITED'
  | 'LINT_UNEXPLAINED';
