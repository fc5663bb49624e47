import type { Migration } from '../migrations/migration.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import { doneStatements, failedRuns, findFailedRun, type History } from '../tracking/history.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import {
  describeHistoryProblem,
  findHistoryProblems,
  type HistoryProblem,
} from './history-problem.ts';
import { statedApplied, statedEntry } from './stated-entry.ts';

/** Something that does not fit, and what the history would say so that it does. Scripts and tables are not touched. */
export interface Repair {
  readonly kind: 'failed' | 'edited' | 'missing';
  /** The script that it is about. */
  readonly path: string;
  /** What is wrong. */
  readonly finding: string;
  /** What confirming it states. */
  readonly remedy: string;
  readonly entries: readonly LedgerEntry[];
}

/** Finds what can be repaired by stating what is so. Pure. */
export function findRepairs(
  migrations: readonly Migration[],
  { rows, applied }: History,
): readonly Repair[] {
  const failed = findFailedRun(rows);
  const problems = findHistoryProblems(migrations, applied);
  return [
    ...(failed ? [failedRepair(failed, rows)] : []),
    ...problems.flatMap((problem) => problemRepair(problem, migrations, applied)),
  ];
}

/** Settled by the state from before the run: a failed up was never applied, a failed down still is. */
function failedRepair(row: AppliedMigration, rows: readonly AppliedMigration[]): Repair {
  const { version, migration, direction, error } = row;
  // Of a process that died it is still running.
  const ended = rows.map((one) => (one === row ? { ...row, status: 'failed' as const } : one));
  const statementsDone = doneStatements(failedRuns(ended, migration, direction)).length;
  const path = `${version}/${migration}/${direction}.sql`;
  const back = direction === 'up' ? 'not applied' : 'still applied';
  const cleared =
    statementsDone > 0
      ? `What its first ${statementsDone} statements did has been undone by hand`
      : 'Nothing of the run is left in the database';
  const remedy = `${cleared}: the migration is ${back}, and its next run begins at the first statement.`;
  const entry = statedEntry(
    row,
    direction === 'up' ? 'down' : 'up',
    `failed run ${row.id} settled: ${remedy}`,
  );
  return {
    kind: 'failed',
    path,
    finding: `${path} ${error ? `failed: ${error.message}` : 'was interrupted.'}`,
    remedy,
    entries: [entry],
  };
}

function problemRepair(
  problem: HistoryProblem,
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Repair[] {
  const row = applied.find(
    ({ version, migration }) => problem.path === `${version}/${migration}/up.sql`,
  );
  // A file that came late has no remedy in the history: it needs another number.
  if (!row || problem.kind === 'outOfOrder') return [];
  const finding = describeHistoryProblem(problem);
  const { kind, path } = problem;
  if (kind === 'edited') {
    const migration = migrations.find(({ id }) => id === row.migration);
    if (!migration) return [];
    const remedy = 'The database has what the file says now.';
    const note = `checksum moved from ${problem.appliedChecksum}: ${remedy}`;
    return [{ kind, path, finding, remedy, entries: [statedApplied(migration, migrations, note)] }];
  }
  const renamed = migrations.find(({ up }) => up.path === problem.renamedTo);
  const remedy = renamed
    ? `It is the same migration, and its file is ${renamed.up.path} now.`
    : 'The migration is not applied: it has been taken back by hand, or is part of another one now.';
  const gone = statedEntry(row, 'down', `file missing: ${remedy}`);
  const moved = renamed ? [statedApplied(renamed, migrations, `renamed from ${path}`)] : [];
  return [{ kind, path, finding, remedy, entries: [gone, ...moved] }];
}
