import type { SourceLocation } from '@schema-service/schema-model';
import type { RenameSide } from '../change.ts';

/** What can be renamed, by the word its change begins with. */
export type RenamedPart = 'ENUM' | 'ENUM_VALUE' | 'MODEL' | 'VIEW' | 'FIELD';

/** A rename that fits both schemas. */
export interface ResolvedRename {
  readonly part: RenamedPart;
  /** The current name of the model, view or enum that a member belongs to; absent for those themselves. */
  readonly owner?: string;
  readonly previous: RenameSide;
  readonly current: RenameSide;
  readonly location?: SourceLocation;
}
