/** One migration as it would be written: the texts of its two files, and what a person must look at. */
export interface MigrationDraft {
  readonly kind: 'migrationDraft';
  /**
   * Empty for the first draft of a change. The others say what they are for
   * (`fill`, `validate`): they are migrations of their own because they must
   * not run in a transaction, or because a lock must be let go before them.
   */
  readonly suffix: string;
  /** `up.sql`, complete: directives (`-- migrator: no-transaction`), comments and statements. */
  readonly up: string;
  /** `down.sql`, complete: it undoes exactly what `up` did. */
  readonly down: string;
  /** What going back costs, as the down's header says it: nothing, data, or it cannot be done. */
  readonly rollback: 'instant' | 'lossy' | 'impossible';
  /** What a person must look at: views to be written, casts that may fail, values to be filled in. */
  readonly notes: readonly string[];
}
