import type { Operation, Outcome } from '../plan/operation.ts';

/** A generated client on a database. It keeps its connection, and what that has prepared, until the end. */
export interface OpenClient extends AsyncDisposable {
  /** Runs the operations one after the other. */
  readonly run: (operations: readonly Operation[]) => Promise<readonly Outcome[]>;
}
