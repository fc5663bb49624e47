import type { LintLock, LintSeverity } from '../lint-finding.ts';
import type { LintScript, LintStatement } from '../sql/parse-script.ts';
import type { DatabaseState } from '../state/database-state.ts';
import type { Session } from '../state/session.ts';
import type { TableLock } from '../state/table-locks.ts';
import type { Transaction } from '../state/transaction.ts';

/** One thing that a migration should not do, or not like that. */
export interface LintRule {
  readonly kind: 'lintRule';
  readonly id: string;
  readonly severity: LintSeverity;
  /** What it finds, in one line. */
  readonly summary: string;
  /** What goes wrong otherwise, and what to do. */
  readonly why: string;
  /** Whether it can only go wrong for clients of older versions: where a contract runs there are none. */
  readonly needsOlderClients?: boolean;
  readonly check: (statement: LintStatement, context: LintContext) => Iterable<Violation>;
}

/** What a rule may know beside the statement. */
export interface LintContext {
  readonly script: LintScript;
  /** As it is before the statement runs. */
  readonly database: DatabaseState;
  /** What the statement takes itself, on tables that older versions made. */
  readonly locks: readonly TableLock[];
  readonly transaction: Transaction;
  readonly session: Session;
  readonly postgresMajor: number;
}

/** What a rule found in a statement. */
export interface Violation {
  readonly message: string;
  /** The byte offset of the part that is meant; the statement's begin where it is missing. */
  readonly at?: number | undefined;
  readonly lock?: LintLock | undefined;
  readonly recipe?: string | undefined;
}
