/** Something in a script that the migrator cannot run, with its place and what to write instead. */
export interface ScriptProblem {
  readonly kind: 'scriptProblem';
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}
