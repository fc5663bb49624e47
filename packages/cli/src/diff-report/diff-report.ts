import {
  type Bump,
  bumpOf,
  type Change,
  type ChangeId,
  type ChangeRecord,
  changeRecord,
  type DiffOptions,
  diff,
  type LikelyRename,
  likelyRenames,
  type RenameFinding,
  renameFindings,
} from '@schema-service/schema-diff';
import type { SchemaSide } from '../schema-side.ts';

/** What lies between two schemas. */
export interface DiffReport {
  readonly kind: 'schemaDiff';
  readonly from: Pick<SchemaSide, 'kind' | 'label'>;
  readonly to: Pick<SchemaSide, 'kind' | 'label'>;
  readonly bump: Bump;
  readonly changes: readonly Change[];
  /** Removals and additions that look like renames, which nobody has stated. */
  readonly likelyRenames: readonly LikelyRename[];
  /** Renames that were stated and do not fit. */
  readonly renameFindings: readonly RenameFinding[];
}

/** A report as `--json` prints it. */
export interface DiffReportRecord extends Omit<DiffReport, 'changes'> {
  readonly changes: readonly ChangeRecord[];
}

export function reportRecord(report: DiffReport): DiffReportRecord {
  return { ...report, changes: report.changes.map(changeRecord) };
}

/** What a database has no notion of, or no say in. */
export const unknownToDatabases: readonly ChangeId[] = [
  'DOCUMENTATION_CHANGED',
  'FIELDS_REORDERED',
];

/** The report on two sides; `compared` is what lies between them, where that is known already. */
export function createDiffReport(
  from: Omit<SchemaSide, 'sources'>,
  to: Omit<SchemaSide, 'sources'>,
  options: DiffOptions = {},
  compared: readonly Change[] = diff(from.model, to.model, options),
): DiffReport {
  const isLive = from.kind === 'database' || to.kind === 'database';
  const changes = compared.filter(({ id }) => !isLive || !unknownToDatabases.includes(id));
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
