import type { Blocker } from '../lock/blockers.ts';
import type { BatchProgress } from './batch-progress.ts';

export type MigrationDirection = 'up' | 'down';

/** `running` is closed as one of the others; `rolled_back` is what a down ends as. */
export type AppliedMigrationStatus = 'running' | 'success' | 'failed' | 'rolled_back';

/** How a row came about: `run` and `retry` ran the script, the others record what is so. */
export type LedgerAction = 'run' | 'retry' | 'baseline' | 'import' | 'repair';

/** A row of the history: one run of one migration in one direction. */
export interface AppliedMigration {
  readonly kind: 'appliedMigration';
  readonly id: number;
  /** The migration's id: `001_init`. */
  readonly migration: string;
  readonly version: string;
  readonly sequence: number;
  /** Whether it was the last migration of its version, as the files were then. */
  readonly completesVersion: boolean;
  readonly direction: MigrationDirection;
  readonly action: LedgerAction;
  /** SHA-256 of the script that ran, in hex. */
  readonly checksum: string;
  /** SHA-256 of the `down.sql` beside an up as it was then; `null` without one, and in rows of earlier migrators. */
  readonly downChecksum?: string | null;
  readonly status: AppliedMigrationStatus;
  /** 1, and one more for every failed run just before it. */
  readonly attempt: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly durationMs: number | null;
  readonly databaseUser: string;
  readonly osUser: string | null;
  readonly host: string | null;
  readonly toolVersion: string;
  readonly gitCommit: string | null;
  /** What a repair, an import or a baseline was about. */
  readonly note: string | null;
  readonly error: MigrationFailure | null;
  /** For a `no-transaction` script: the statements that are known to have worked. */
  readonly statementsDone: number;
  /** The digests of those that this run did itself, the last of which is `statementsDone`; `null` of one that an older migrator noted. */
  readonly statementDigests: readonly (string | null)[];
  /** For a `no-transaction` script: the last statement that was sent outside of transactions. */
  readonly begun?: BegunStatement;
  /** For a script in batches: how far each statement is that this run began, in their order. */
  readonly batches?: readonly BatchProgress[];
}

/** A statement that was sent outside of transactions: what it does is there before its end is noted. */
export interface BegunStatement {
  /** From 1. */
  readonly statement: number;
  /** Digest of its text. */
  readonly digest: string;
}

/** The statement that a run had sent and not heard of again: nobody knows whether it is done. */
export function unknownStatement({
  begun,
  statementsDone,
}: Pick<AppliedMigration, 'begun' | 'statementsDone'>): BegunStatement | undefined {
  return begun && begun.statement > statementsDone ? begun : undefined;
}

/** Why a run failed, as the history keeps it. */
export interface MigrationFailure {
  /** A code of this package, such as `MIGRATION_FAILED`. */
  readonly code: string;
  readonly message: string;
  /** PostgreSQL's code of five characters. */
  readonly sqlState?: string;
  readonly detail?: string;
  readonly hint?: string;
  /** PL/pgSQL's call stack and the like. */
  readonly context?: string;
  /** The failing statement, from 1, and its line in the script. Absent when the commit itself failed. */
  readonly statement?: number;
  readonly line?: number;
  /** The hook that failed in the migration's transaction, with its line. */
  readonly hook?: string;
  /** Who had the lock that could not be had; the history has it without their queries. */
  readonly blockers?: readonly Blocker[];
}

/** How a run is recorded whose process or connection died before it could say so itself. */
export const INTERRUPTED: MigrationFailure = {
  code: 'MIGRATION_INTERRUPTED',
  message:
    'The migrator or its connection ended before the migration did. PostgreSQL rolled its transaction back; of a script without one, the recorded statements are done.',
};

/** The same, with what a run leaves open that had sent a statement outside of transactions. */
export function interruptedRun(
  row: Pick<AppliedMigration, 'begun' | 'statementsDone'>,
): MigrationFailure {
  const unknown = unknownStatement(row);
  if (!unknown) return INTERRUPTED;
  const { statement } = unknown;
  return {
    ...INTERRUPTED,
    message: `The migrator or its connection ended while statement ${statement} ran, outside of transactions. Whether that is done is unknown; the statements before it are.`,
    statement,
  };
}
