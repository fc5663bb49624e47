import {
  type Bump,
  bumpOf,
  type Change,
  type ChangeId,
  type DiffOptions,
  diff,
  type LikelyRename,
  likelyRenames,
  type RenameFinding,
  renameFindings,
} from '@schema-service/schema-diff';
import type { SchemaSide } from '../schema-side/schema-side.ts';

/** What lies between two schemas, as `schemactl diff --json` prints it. */
export interface DiffReport {
  readonly kind: 'schemaDiff';
  readonly from: Omit<SchemaSide, 'model'>;
  readonly to: Omit<SchemaSide, 'model'>;
  readonly bump: Bump;
  readonly changes: readonly Change[];
  /** Removals and additions that look like renames, which nobody has stated. */
  readonly likelyRenames: readonly LikelyRename[];
  /** Renames that were stated and do not fit. */
  readonly renameFindings: readonly RenameFinding[];
}

/** What a database has no notion of, or no say in. */
export const unknownToDatabases: readonly ChangeId[] = [
  'DOCUMENTATION_CHANGED',
  'FIELDS_REORDERED',
];

export function createDiffReport(
  from: SchemaSide,
  to: SchemaSide,
  options: DiffOptions = {},
): DiffReport {
  const isLive = from.kind === 'database' || to.kind === 'database';
  const changes = diff(from.model, to.model, options).filter(
    ({ id }) => !isLive || !unknownToDatabases.includes(id),
  );
  return {
    kind: 'schemaDiff',
    from: { kind: from.kind, label: from.label },
    to: { kind: to.kind, label: to.label },
    bump: bumpOf(changes),
    changes,
    likelyRenames: likelyRenames(from.model, to.model, options),
    renameFindings: renameFindings(from.model, to.model, options),
  };
}
