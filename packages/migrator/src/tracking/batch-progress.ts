import type { BatchDirective } from '@schema-service/postgres-sql';

/** How far a statement is that runs in batches. */
export interface BatchProgress {
  /** From 1. */
  readonly statement: number;
  /** Digest of its text. */
  readonly digest: string;
  /** What it goes through, as the directive says it: `public.reviews by id`. */
  readonly range: string;
  /** The key behind which the next batch begins, as texts in the order of the columns; `null` before the first. */
  readonly lastKey: readonly string[] | null;
  /** Batches that are done, by all attempts together. */
  readonly batches: number;
  /** Rows of the table that were gone through. */
  readonly rowsPassed: number;
  /** Rows that the statement changed. */
  readonly rowsChanged: number;
  /** How many rows the next batch has. */
  readonly size: number;
}

/** What a script in batches goes through: `public.reviews by id`. */
export const batchRangeText = ({ table, columns }: BatchDirective): string =>
  `${table} by ${columns.join(', ')}`;
