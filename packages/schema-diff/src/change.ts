import type { SourceLocation } from '@schema-service/schema-model';
import type { Bump } from './bump.ts';
import type { ChangeId } from './change-id.ts';
import type { JsonValue } from './json-value.ts';

/** Breaking: something that worked fails. Dangerous: it may fail, or mean something else. Safe: neither. */
export type Severity = 'breaking' | 'dangerous' | 'safe';

/** One difference between two schemas, without a judgement. */
export interface ChangeFact {
  readonly kind: 'change';
  readonly id: ChangeId;
  /** `Review`, `Review.body`, `Status.DRAFT`, `Review.@@unique([source, externalId])`. */
  readonly path: string;
  /** The part that changed as it was; null where it did not exist. Declarations are whole, without their source location. */
  readonly previous: JsonValue;
  /** The part that changed as it is; null where it is gone. */
  readonly current: JsonValue;
  /** Where the declaration stands in the current schema, or in the previous one if it is gone. */
  readonly location?: SourceLocation;
}

/** A fact about two schemas, and what the rules say it means for those who use them. */
export interface Change extends ChangeFact {
  readonly severity: Severity;
  readonly bump: Exclude<Bump, 'none'>;
}
