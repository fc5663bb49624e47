import type { ClientProblem } from '@schema-service/codegen';
import type { Bump, Change } from '@schema-service/schema-diff';
import type { ReleaseFinding } from '../inspection/release-finding.ts';
import type { NumberClash } from '../renumber/renumbering.ts';

/** Everything that a pull request is judged by, gathered beforehand. Plain data. */
export interface PullRequestFacts {
  /** The last release that is no prerelease; null before the first. */
  readonly latest: string | null;
  /** From that release to the working schema. */
  readonly changes: readonly Change[];
  /** What the changesets ask for the generated packages; `none` where no changeset names them. */
  readonly requested: Bump;
  /** The generated packages as a changeset names them: `@org/db-client` and those that move with it. */
  readonly packages: readonly string[];
  /** Whether the database itself changes: whether the SQL from one schema to the other is not empty. */
  readonly changesDatabase: boolean;
  /** The migrations of versions that are not frozen, by path: `migrations/2.1.0/007_ratings`. */
  readonly pendingMigrations: readonly string[];
  /** The repeatable scripts that are not what the last release has, by path: `migrations/repeatable/list.sql`. */
  readonly changedRepeatables: readonly string[];
  /** Those whose numbers clash: without an order none of them is tried. */
  readonly numberClashes: readonly NumberClash[];
  /** How the pending migrations went on a throwaway database; null where there was none to try, or it was not tried. */
  readonly rehearsal: RehearsalFact | null;
  /** What {@link checkReleases} found. */
  readonly releaseFindings: readonly ReleaseFinding[];
  /** Why clients that are chosen cannot be generated of the working schema. */
  readonly clientProblems: readonly ClientProblem[];
  /** What the lint of the pending migrations found and no comment explains. */
  readonly lintFindings: readonly LintFact[];
}

/** The outcome of trying migrations, in the words of whoever tried them. */
export type RehearsalFact =
  | { readonly kind: 'passed' }
  | {
      readonly kind: 'failed';
      /** The first step that failed, as a person would say it: `up`, `compare with schema`. */
      readonly step: string;
      /** The migration's error, or a line for each difference. */
      readonly problems: readonly string[];
    };

export interface LintFact {
  /** The rule's id, as an ignoring comment names it. */
  readonly rule: string;
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Whether a comment with a reason would do; what cannot run, or is undecided, has to be corrected. */
  readonly isExplainable: boolean;
}
