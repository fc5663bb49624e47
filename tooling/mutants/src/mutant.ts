/** One change of a source text that leaves it a program. */
export interface Mutant {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What kind of change it is: `condition`, `operator`. */
  readonly kind: string;
  /** Where the changed text begins and ends, in UTF-16 code units from 0. */
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/** @throws Error where the text is not the one that the mutant was found in */
export function applyMutant(source: string, { start, end, before, after }: Mutant): string {
  if (source.slice(start, end) !== before) throw new Error('The mutant is of another text.');
  return source.slice(0, start) + after + source.slice(end);
}
