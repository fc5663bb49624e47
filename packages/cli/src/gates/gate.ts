import type { BuiltRelease } from '@schema-service/release';
import type { ChosenRelease } from '../commands/release/chosen-release.ts';

/** What gates look at. */
export interface GateInput {
  readonly chosen: ChosenRelease;
  readonly built: BuiltRelease;
  /** A PostgreSQL server where databases may be made. */
  readonly serverUrl: () => Promise<string>;
}

/** What a gate found: a line for each problem, and why where it could not look. */
export interface GateFindings {
  readonly problems: readonly string[];
  readonly note?: string;
}

/** Something that a release has to pass before it is published. */
export interface Gate {
  /** As `--skip` names it. */
  readonly name: string;
  /** What is done, for the progress display. */
  readonly work: string;
  readonly run: (input: GateInput) => Promise<GateFindings>;
}
