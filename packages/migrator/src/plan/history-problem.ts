import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import { isContract, withoutWaiting } from './contracts.ts';
import { mayComeLate } from './taken-order.ts';

/** A place where the files and the history say different things. */
export type HistoryProblem =
  | {
      readonly kind: 'edited';
      readonly path: string;
      readonly appliedChecksum: string;
      readonly fileChecksum: string;
    }
  | { readonly kind: 'missing'; readonly path: string; readonly renamedTo?: string }
  | { readonly kind: 'outOfOrder'; readonly path: string; readonly lastApplied: string };

/** Compares the files with what is applied. A finding is data: `status` shows it, a plan refuses it. */
export function findHistoryProblems(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly HistoryProblem[] {
  const byId = new Map(migrations.map((migration) => [migration.id, migration]));
  const appliedIds = new Set(applied.map((row) => row.migration));
  const problems: HistoryProblem[] = [];
  for (const row of applied) {
    const migration = byId.get(row.migration);
    if (migration?.version !== row.version) {
      const renamed = migrations.find(
        (other) =>
          other.up.checksum === row.checksum && (other === migration || !appliedIds.has(other.id)),
      );
      problems.push({
        kind: 'missing',
        path: `${row.version}/${row.migration}/up.sql`,
        ...(renamed ? { renamedTo: renamed.up.path } : {}),
      });
    } else if (migration.up.checksum !== row.checksum) {
      const { path, checksum: fileChecksum } = migration.up;
      problems.push({ kind: 'edited', path, appliedChecksum: row.checksum, fileChecksum });
    }
  }
  const last = applied.at(-1);
  const lastIndex = migrations.findLastIndex(({ id }) => appliedIds.has(id));
  for (const [index, migration] of migrations.entries()) {
    if (!last || appliedIds.has(migration.id) || isContract(migration)) continue;
    const isPassed = byId.has(last.migration)
      ? index < lastIndex
      : migration.sequence < last.sequence;
    if (!isPassed || mayComeLate(migration, migrations, appliedIds)) continue;
    problems.push({
      kind: 'outOfOrder',
      path: migration.up.path,
      lastApplied: `${last.version}/${last.migration}`,
    });
  }
  return problems;
}

/**
 * The version of a database that has everything of the files, as they are, and beyond that only migrations of higher
 * versions: as after a service was rolled back to an older image. `undefined` for any other.
 */
export function versionAhead(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
  problems: readonly HistoryProblem[],
): string | undefined {
  const highest = migrations.at(-1);
  if (!highest || problems.length === 0) return undefined;
  const files = withoutWaiting(migrations, new Set(applied.map((row) => row.migration)));
  const further = applied.slice(files.length);
  const isAhead =
    problems.length === further.length &&
    problems.every((problem) => problem.kind === 'missing' && problem.renamedTo === undefined) &&
    files.every(({ id }, index) => applied[index]?.migration === id) &&
    further.every(({ version }) => compareVersions(version, highest.version) > 0);
  if (!isAhead) return undefined;
  return applied.findLast(({ completesVersion }) => completesVersion)?.version ?? highest.version;
}

/**
 * Refuses to go on while files and history differ; all problems of the first kind at once.
 *
 * @throws SchemaServiceError MIGRATION_CHECKSUM_MISMATCH, MIGRATION_FILE_MISSING, MIGRATION_OUT_OF_ORDER
 */
export function refuseHistoryProblems(problems: readonly HistoryProblem[]): void {
  const kind = problems[0]?.kind;
  if (!kind) return;
  const same = problems.filter((problem) => problem.kind === kind);
  throw new SchemaServiceError({
    ...EXPLANATIONS[kind],
    message: same.map(describeHistoryProblem).join('\n'),
    meta: { problems: same },
  });
}

/** One line, or a few where both sides are shown. */
export function describeHistoryProblem(problem: HistoryProblem): string {
  switch (problem.kind) {
    case 'edited':
      return (
        `${problem.path} was edited after it was applied.\n` +
        `  applied: sha256 ${problem.appliedChecksum}\n` +
        `  file:    sha256 ${problem.fileChecksum}`
      );
    case 'missing':
      return problem.renamedTo
        ? `${problem.path} is applied, and lies now at ${problem.renamedTo}.`
        : `${problem.path} is applied, and not among the files.`;
    case 'outOfOrder':
      return `${problem.path} is not applied, although ${problem.lastApplied}, which comes after it, is.`;
  }
}

const EXPLANATIONS = {
  edited: {
    code: 'MIGRATION_CHECKSUM_MISMATCH',
    why: 'The database has what the file said then; a database that is built anew would get something else.',
    fix: 'Bring the file back as it was applied (git log -- <file>; line endings count), and put the change into a new migration.',
  },
  missing: {
    code: 'MIGRATION_FILE_MISSING',
    why: 'Without the file nobody can say what the database holds, or take it back.',
    fix: 'Bring the file back under its name, or use the folder of the version that this database is at. A version of an old line is named: --to VERSION',
  },
  outOfOrder: {
    code: 'MIGRATION_OUT_OF_ORDER',
    why: 'Other databases got it in the order of the numbers; this one would get it in another.',
    fix: 'Give it a number after the last applied one.',
  },
} as const;
