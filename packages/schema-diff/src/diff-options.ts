import type { SourceLocation } from '@schema-service/schema-model';

/** A thing of the schema under its old and its new name, as an answer to a question states it. */
export interface Rename {
  /** Its path in the previous schema: `Review.body`, `Review`, `Status.DRAFT`. */
  readonly from: string;
  /** Its path in the current schema. */
  readonly to: string;
}

/** A removal and an addition that look like one rename, which nobody has said. */
export interface LikelyRename extends Rename {
  /** What makes it likely, in one sentence. */
  readonly why: string;
}

export interface DiffOptions {
  /** Renames beside those that `/// @renamed from: oldName` in the current schema states. */
  readonly renames?: readonly Rename[];
  /**
   * Paths of new unique constraints and foreign keys whose data check found no row that breaks them, beside
   * those that `/// @checked @@unique([a, b])` in the current schema states. See {@link dataChecks}.
   */
  readonly checked?: readonly string[];
}

/** A rename that is stated and does not fit the two schemas. */
export interface RenameFinding extends Rename {
  readonly kind: 'renameFinding';
  /**
   * `RENAME_SOURCE_UNKNOWN`: nothing had the old name; `RENAME_SOURCE_KEPT`: it is
   * still there; `RENAME_TARGET_UNKNOWN`: nothing has the new name; `RENAME_TARGET_KEPT`:
   * something else had it before, and is not said to have another now; `RENAME_AMBIGUOUS`:
   * two renames claim one old or one new name.
   */
  readonly id:
    | 'RENAME_SOURCE_UNKNOWN'
    | 'RENAME_SOURCE_KEPT'
    | 'RENAME_TARGET_UNKNOWN'
    | 'RENAME_TARGET_KEPT'
    | 'RENAME_AMBIGUOUS';
  readonly message: string;
  readonly fix: string;
  /** Where the annotation's declaration stands; absent for an answer. */
  readonly location?: SourceLocation;
}
