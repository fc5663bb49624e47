import type { LockMode as PostgresLockMode } from '@schema-service/postgres-sql';

/** `error`: loses data, stops traffic, or makes the migration fail. `warning`: will be regretted later. */
export type LintSeverity = 'error' | 'warning';

/** What a statement keeps others from doing, and for how long. */
export interface LintLock {
  /** As PostgreSQL's documentation spells it: `ACCESS EXCLUSIVE`. */
  readonly mode: LockMode;
  /** As the statement names it. */
  readonly table: string;
  readonly blocks: 'reads and writes' | 'writes' | 'schema changes';
  /** In terms of rows: seconds are only known once it has run. The lock itself lasts until the transaction ends. */
  readonly duration: LockDuration;
}

/** The table locks that stand in the way of somebody. */
export type LockMode = Exclude<PostgresLockMode, 'ACCESS SHARE' | 'ROW SHARE' | 'ROW EXCLUSIVE'>;

export type LockDuration = 'instant' | 'a scan of every row' | 'a rewrite of every row';

/** Something in the SQL that a reviewer should know before it runs. */
export interface LintFinding {
  readonly kind: 'lintFinding';
  /** The id of the rule; docs/sql-lint.md lists them. */
  readonly rule: string;
  readonly severity: LintSeverity;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** What is wrong. */
  readonly message: string;
  readonly lock?: LintLock;
  /** The safe way, as SQL for the names in this statement. */
  readonly recipe?: string;
  /** Set where a comment in the file silences the finding, with its reason. */
  readonly ignored?: { readonly reason: string };
}
