/** Why a run failed, as the history keeps it. */
export interface MigrationFailure {
  /** A code of this package, such as `MIGRATION_FAILED`. */
  readonly code: string;
  readonly message: string;
  /** PostgreSQL's code of five characters. */
  readonly sqlState?: string;
  readonly detail?: string;
  readonly hint?: string;
  /** PL/pgSQL's call stack and the like. */
  readonly context?: string;
  /** The failing statement, from 1, and its line in the script. Absent when the commit itself failed. */
  readonly statement?: number;
  readonly line?: number;
}
