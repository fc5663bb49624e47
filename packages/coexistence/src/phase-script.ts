/** When a script runs: `open` lets clients of the new version in, and `contract` waits until nobody needs an old one. */
export type CoexistencePhase = 'expand' | 'fill' | 'prove' | 'bind' | 'open' | 'contract';

/** One migration of a phase: the texts of its two files. */
export interface PhaseScript {
  readonly kind: 'phaseScript';
  readonly phase: CoexistencePhase;
  /** What it is about, as a part of the folder's name. */
  readonly name: string;
  /** `up.sql`, with its directives. */
  readonly up: string;
  /** `down.sql`, which undoes exactly what `up` did. */
  readonly down: string;
  /** What a person has to look at, or to write where a file says TODO. */
  readonly notes: readonly string[];
}

/** The directives at the top of an `up.sql`: its phase, and of a contract the version that it ends. */
export const phaseDirectives = (phase: CoexistencePhase, ends?: string): readonly string[] => [
  `phase = ${phase}`,
  ...(ends === undefined ? [] : [`ends = ${ends}`]),
];

/** With what a person has to look at in all of them. */
export const withNotes = (
  [first, ...others]: readonly PhaseScript[],
  notes: readonly string[],
): readonly PhaseScript[] =>
  first === undefined ? [] : [{ ...first, notes: [...first.notes, ...notes] }, ...others];

/** The directive of a fill: who writes to a row of a batch waits for its end, so that it is to be a short one. */
export const batchesBy = (table: string, columns: readonly string[]): string =>
  `batches = ${table} by ${columns.join(', ')}, target = 50ms`;
