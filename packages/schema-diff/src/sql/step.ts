/**
 * The parts of a change that are migrations of their own, in the order in which
 * they run. Each ends the transaction, and with it the locks, of the one before.
 *
 * `values`: values of an enum that the rest uses, which PostgreSQL allows only after a commit.
 * `data`: rows that would not fit otherwise.
 * `main`: whatever takes a moment. `backfill`: values for rows that are there, then the checks that
 * keep them. `indexes`: outside of transactions. `keys`: foreign keys that need one of those.
 * `validate`: reads the tables, while others write to them.
 */
export const phases = [
  'values',
  'data',
  'main',
  'backfill',
  'indexes',
  'keys',
  'validate',
] as const;

export type Phase = (typeof phases)[number];

/** One statement of a draft, or a clause of an `ALTER TABLE`, which joins its neighbours of the same table. */
export interface Step {
  readonly phase: Phase;
  /** The table, where `sql` is a clause. */
  readonly table?: string;
  /** Without a semicolon; empty for a place where a person writes. */
  readonly sql: string;
  /** Behind the others of its phase. */
  readonly isLast?: true;
  /** Why it is there, in lines of a comment. */
  readonly comment?: string;
  /** What it changes: `index:x`. The step of the other direction with the same subject undoes it. */
  readonly subject: string;
  /** What undoes it, where that is not in the engine's SQL of the other direction. */
  readonly down?: Omit<Step, 'phase' | 'subject' | 'down'>;
  /** What is lost when it runs, as the end of "Loses ...". */
  readonly loses?: string;
  /** What a person must look at. */
  readonly note?: string;
}
