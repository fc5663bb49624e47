import type { SourceLocation } from '@schema-service/schema-model';
import type { Bump } from './bump.ts';
import type { ChangeId } from './change-id.ts';
import type { Compatibility } from './compatibility.ts';
import type { JsonValue } from './json-value.ts';

/** Breaking: something that worked fails. Dangerous: it may fail, or mean something else. Safe: neither. */
export type Severity = 'breaking' | 'dangerous' | 'safe';

/** One difference between two schemas, without a judgement. */
export interface ChangeFact {
  readonly kind: 'change';
  readonly id: ChangeId;
  /** `Review`, `Review.body`, `Status.DRAFT`, `Review.@@unique([source, externalId])`. What was renamed stands under its new name. */
  readonly path: string;
  /** The part that changed as it was; null where it did not exist. Declarations are whole, without their source location; a `*_RENAMED` holds a {@link RenameSide}. */
  readonly previous: JsonValue;
  /** The part that changed as it is; null where it is gone. */
  readonly current: JsonValue;
  /** For what was added to an ordered list (a field, an enum's value): the name of the member before it, null for the first. */
  readonly after?: string | null;
  /** Where the declaration stands in the current schema, or in the previous one if it is gone. */
  readonly location?: SourceLocation;
}

/** What `previous` and `current` of a `*_RENAMED` change hold. The database has to move where the two `databaseName`s differ. */
export interface RenameSide {
  /** The name in the schema. */
  readonly name: string;
  /** The name in the database; null for a relation field, which is no column. */
  readonly databaseName: string | null;
}

/** A fact about two schemas, and what the rules say it means for those who use them. */
export interface Change extends ChangeFact {
  readonly compatibility: Compatibility;
  readonly severity: Severity;
  readonly bump: Exclude<Bump, 'none'>;
  /** Why, in one or two sentences. */
  readonly reason: string;
}
