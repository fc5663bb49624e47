import type { SchemaServiceErrorData } from '@schema-service/errors';
import type { StructureDifference } from '@schema-service/migrator';

/** What trying the migrations of a version on a database full of rows has shown. JSON. */
export interface RehearsalReport {
  readonly kind: 'rehearsalReport';
  /** The version that the migrations start from; `null` is the empty database. */
  readonly fromVersion: string | null;
  readonly version: string;
  /** Whether no step failed. What happens to rows is told in `comparisons`, and fails nothing: a removal removes. */
  readonly ok: boolean;
  /** Every step, in order; those after a failed one that need it are skipped. */
  readonly steps: readonly RehearsalStep[];
  /** Every table of `fromVersion`, and the rows that were made for it. */
  readonly tables: readonly FilledTable[];
  /** What became of the rows of every table, way by way. */
  readonly comparisons: readonly TableComparison[];
}

/** What is done, in this order. */
export type RehearsalStepName =
  /** Apply the versions before. */
  | 'prepare'
  /** Make rows for every table. */
  | 'fill'
  | 'up'
  /** Compare what `up` made with the schema. */
  | 'compare with schema'
  | 'down'
  /** Compare what `down` made with the structure before `up`. */
  | 'compare with previous'
  | 'up again'
  /** Compare what the second `up` made with what the first made. */
  | 'compare with first up';

export interface RehearsalStep {
  readonly kind: 'rehearsalStep';
  readonly name: RehearsalStepName;
  readonly status: 'ok' | 'failed' | 'skipped';
  /** Why it was skipped, what the fill left out, or what was accepted. */
  readonly note?: string;
  /** The failing migration's error, or what else kept the step from being done. */
  readonly error?: SchemaServiceErrorData;
  /** What a comparison found; absent where it found nothing. `expected` is the schema, or the structure before. */
  readonly differences?: readonly StructureDifference[];
}

/** A table, and the rows that were made for it. */
export interface FilledTable {
  readonly kind: 'filledTable';
  /** As SQL would name it: `public.reviews`. */
  readonly table: string;
  readonly rows: number;
  /** Why it has no row, or fewer than were tried. */
  readonly problem?: string;
}

/** What became of the rows of one table on one way. */
export interface TableComparison {
  readonly kind: 'tableComparison';
  /** `up`: from before to after it. `down`: from before `up` to after `down`. `up again`: from after the first to after the second. */
  readonly way: 'up' | 'down' | 'up again';
  /** Its name before. */
  readonly table: string;
  /** Its name after; `null` where it is gone. */
  readonly tableAfter: string | null;
  /** How a row was found again: by its key, or by all its values where no key is on both sides. */
  readonly matchedBy: 'key' | 'values';
  /** How many rows there were before: kept, changed and lost add up to it. */
  readonly rows: number;
  /** Equal in every column that both sides have. */
  readonly kept: number;
  readonly changed: number;
  readonly lost: number;
  /** Rows that were not there before. */
  readonly added: number;
  /** The columns whose values changed or are gone, or whose name is another. */
  readonly columns: readonly ColumnComparison[];
}

export interface ColumnComparison {
  readonly column: string;
  /** Its name after; `null` where it is gone. */
  readonly columnAfter: string | null;
  /** Values of rows that are there still, which are others now. */
  readonly changed: number;
  /** Values, not null, that went with the column. */
  readonly lost: number;
  /** The first changed value, as text. */
  readonly example?: {
    readonly row: string;
    readonly before: string | null;
    readonly after: string | null;
  };
}
