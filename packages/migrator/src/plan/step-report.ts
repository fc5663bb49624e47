import {
  type BatchDirective,
  type LockMode,
  type Phase,
  ROLLBACK_CLASSES,
  type RollbackClass,
  scriptLocks,
} from '@schema-service/postgres-sql';
import { rollbackClass } from '../loss/script-losses.ts';
import type { MigrationDirection } from '../tracking/applied-migration.ts';
import type { BatchProgress } from '../tracking/batch-progress.ts';
import type { MigrationStep } from './migration-plan.ts';

/** What is known of a step before it runs. */
export interface StepReport {
  readonly kind: 'stepReport';
  readonly migration: string;
  readonly version: string;
  readonly direction: MigrationDirection;
  readonly path: string;
  /** Where an up says one: where it stands beside older versions that stay alive. */
  readonly phase?: Phase;
  /** Whether it runs in one transaction, or statement by statement. */
  readonly transactional: boolean;
  /** Of an up: how it could be taken back. Of a down: what it costs. */
  readonly rollback: RollbackClass;
  readonly statements: number;
  /** Statements that an earlier attempt already did. */
  readonly statementsDone: number;
  /** Where it runs in batches: through what, and how much of it is done. */
  readonly batches?: BatchReport;
  /** On relations that the step itself did not make. */
  readonly locks: readonly LockReport[];
  /** Lines of statements that run code or do not name their tables, whose locks cannot be told beforehand. */
  readonly codeLines: readonly number[];
  readonly sql: string;
  /** Of a squashed script: the migrations that it stands for, such as `1.0.0/001_init`. */
  readonly squashed?: readonly string[];
}

/** A table that a script goes through in batches. */
export interface BatchReport extends Omit<BatchDirective, 'line'> {
  /** The query that has to find nothing behind the last batch. */
  readonly verify?: string;
  /** Rows of the table by its statistics; `null` where there are none, or no table yet. */
  readonly estimatedRows: number | null;
  /** How far an earlier attempt came with the statement behind those that are done. */
  readonly progress?: BatchProgress;
}

/** A lock, and how much stands behind it. */
export interface LockReport {
  /** The table; for an index the table that it is of, where the database is known. */
  readonly relation: string;
  readonly mode: LockMode;
  /** By the statistics of the last VACUUM or ANALYZE; `null` where there are none. */
  readonly estimatedRows: number | null;
}

/** Reads a step. Pure: the estimates are not known yet. */
export function stepReport(step: MigrationStep): StepReport {
  const { migration, direction, script, analysis, statementsDone } = step;
  const { locks, codeLines } = scriptLocks(script.sql, analysis.statements);
  return {
    kind: 'stepReport',
    migration: migration.id,
    version: migration.version,
    direction,
    path: script.path,
    ...(analysis.header.phase ? { phase: analysis.header.phase } : {}),
    transactional: analysis.header.transactional,
    rollback: worstOf((step.squashed ?? [migration]).map(rollbackClass)),
    statements: analysis.statements.length,
    statementsDone,
    ...batchesOf(step),
    locks: locks.map((lock) => ({ ...lock, estimatedRows: null })),
    codeLines,
    sql: script.sql,
    ...(step.squashed
      ? { squashed: step.squashed.map(({ version, id }) => `${version}/${id}`) }
      : {}),
  };
}

/** As bad as the worst. */
const worstOf = (classes: readonly RollbackClass[]): RollbackClass =>
  ROLLBACK_CLASSES.findLast((one) => classes.includes(one)) ?? 'impossible';

function batchesOf({ analysis, batchProgress }: MigrationStep): Pick<StepReport, 'batches'> {
  const { batches, verify } = analysis.header;
  if (!batches) return {};
  const { table, columns, targetMs } = batches;
  const verified = verify ? { verify: verify.sql } : {};
  const progress = batchProgress ? { progress: batchProgress } : {};
  return { batches: { table, columns, targetMs, estimatedRows: null, ...verified, ...progress } };
}
