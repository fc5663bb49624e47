import { redact, SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import { findFailedRun, type History, historyOf } from '../tracking/history.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import {
  describeHistoryProblem,
  findHistoryProblems,
  type HistoryProblem,
} from './history-problem.ts';
import { statedApplied, statedEntry } from './stated-entry.ts';

/** What somebody states of migrations, by their ids (`003_companies` or `1.1.0/003_companies`), or of all of a version (`1.1.0`). */
export interface Marks {
  /** These are in the database, however they came there. */
  readonly applied: readonly string[];
  /** These are not. */
  readonly notApplied: readonly string[];
  /** Why, for whoever reads the history. */
  readonly note: string;
}

/**
 * The rows that state it: one for each migration of which the history says
 * something else, or whose last run failed. Pure.
 *
 * @throws SchemaServiceError MIGRATION_MARK_REFUSED
 */
export function planMarks(
  migrations: readonly Migration[],
  history: History,
  marks: Marks,
): readonly LedgerEntry[] {
  const note = redact(marks.note.trim());
  if (note === '') throw refused('A mark needs a note: why it is so.');
  const applied = marks.applied.flatMap((name) => findFiles(migrations, name));
  const notApplied = marks.notApplied.flatMap((name) => findRows(migrations, history, name));
  const both = applied.find(({ id }) => notApplied.some((row) => row.migration === id));
  if (both) throw refused(`${both.id} is marked as applied and as not applied.`);
  const failed = findFailedRun(history.rows)?.migration;
  const isOpen = (id: string) => id === failed;
  const ups = applied
    .filter((migration) => isOpen(migration.id) || !isApplied(migration, history))
    .sort((a, b) => a.sequence - b.sequence)
    .map((file) => statedApplied(file, migrations, `marked as applied: ${note}`));
  const downs = notApplied
    .filter(({ migration }) => isOpen(migration) || rowOf(migration, history))
    .sort((a, b) => b.sequence - a.sequence)
    .map((row) => statedEntry(row, 'down', `marked as not applied: ${note}`));
  const entries = [...downs, ...ups];
  refuseNewProblems(migrations, history, entries);
  return entries;
}

const rowOf = (id: string, { applied }: History): AppliedMigration | undefined =>
  applied.find(({ migration }) => migration === id);

/** As the file is now: a mark of one that was edited takes its new checksum. */
function isApplied({ id, version, up }: Migration, history: History): boolean {
  const row = rowOf(id, history);
  return row?.version === version && row.checksum === up.checksum;
}

function findFiles(migrations: readonly Migration[], name: string): readonly Migration[] {
  const found = migrations.filter(
    ({ id, version }) => name === id || name === version || name === `${version}/${id}`,
  );
  if (found.length > 0) return found;
  throw refused(`There is no migration ${name} among the files.`);
}

/** The last row of each migration, which may have lost its file; none of what has never run. */
function findRows(
  migrations: readonly Migration[],
  { rows }: History,
  name: string,
): readonly AppliedMigration[] {
  const last = new Map(
    rows
      .filter(({ migration: id, version }) => [id, version, `${version}/${id}`].includes(name))
      .map((row) => [row.migration, row]),
  );
  if (last.size === 0) findFiles(migrations, name);
  return [...last.values()];
}

/** What does not fit already stands in the way of nothing: marks are there to mend it. */
function refuseNewProblems(
  migrations: readonly Migration[],
  { rows, applied }: History,
  entries: readonly LedgerEntry[],
): void {
  const known = new Set(findHistoryProblems(migrations, applied).map(keyOf));
  const after = historyOf([...rows, ...entries.map(asRow)]).applied;
  const problems = findHistoryProblems(migrations, after).filter(
    (problem) => !known.has(keyOf(problem)),
  );
  if (problems.length === 0) return;
  throw refused(problems.map(describeHistoryProblem).join('\n'), { problems });
}

const keyOf = ({ kind, path }: HistoryProblem): string => `${kind} ${path}`;

function asRow(entry: LedgerEntry): AppliedMigration {
  const status = entry.direction === 'up' ? 'success' : 'rolled_back';
  // Of a row that is not written yet, only what says what is applied counts.
  return { ...entry, kind: 'appliedMigration', status } as AppliedMigration;
}

function refused(message: string, meta: Readonly<Record<string, unknown>> = {}) {
  return new SchemaServiceError({
    code: 'MIGRATION_MARK_REFUSED',
    message,
    why: 'A mark may not leave a history that the next run would refuse. Nothing was recorded.',
    fix: 'Name every migration that it is about, those before or behind it too: schema-migrator mark --applied 004_x --applied 005_y --note "..."',
    meta,
  });
}
