import type { DriftFound } from '../apply/migration-event.ts';
import { driftError } from '../catalog/drift-error.ts';
import {
  type ExpectedVersion,
  expectedStructure,
  expectedVersion,
} from '../catalog/expected-structure.ts';
import type { Session } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { findExactVersion } from '../plan/current-version.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import type { RepeatableSource } from '../repeatable/read-repeatables.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import { compareWithVersion } from './compare-with-version.ts';
import type { DriftOptions } from './migrate-options.ts';

/** The versions that a database should have the structure of; none where it is between two. */
interface VersionsToVerify {
  readonly before?: ExpectedVersion;
  readonly after?: ExpectedVersion;
}

/**
 * What a run up can be measured by. Pure. Nothing before a migration whose
 * statements run each on their own and that failed before: the part of it that
 * worked is no drift.
 */
export function versionsToVerify(
  migrations: readonly Migration[],
  { applied }: History,
  { direction, steps }: MigrationPlan,
): VersionsToVerify {
  if (direction !== 'up' || steps.length === 0) return {};
  const done = steps
    .flatMap(({ migration, squashed = [migration] }) => squashed)
    .map(({ id }) => ({ migration: id, id: Number.MAX_SAFE_INTEGER }));
  const isHalfDone = steps.some((step) => !step.analysis.header.transactional && step.attempt > 1);
  const exact = (rows: readonly Pick<AppliedMigration, 'migration' | 'id'>[]) => {
    const version = findExactVersion(migrations, rows);
    return version === undefined ? undefined : expectedVersion(version, migrations, rows);
  };
  const before = isHalfDone ? undefined : exact(applied);
  const after = exact([...applied, ...done]);
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

const ADVICE = {
  before: {
    why: 'It was changed by something else than its migrations. Nothing was applied.',
    fix: 'Take the change back, or put it into a migration. Objects that are not ours: --exclude PATTERN. To go on all the same: --allow-drift',
  },
  after: {
    why: 'The migrations are applied, and made something else than was recorded of the version.',
    fix: 'For a version in the making, record it anew: schema-migrator snapshot. Otherwise find out what the migrations found: schema-migrator verify',
  },
} as const;

/**
 * Compares the database with a version where that has a snapshot.
 *
 * @param pending before a run: the repeatable scripts that it is to run
 * @throws SchemaServiceError MIGRATION_DRIFT, unless it is allowed
 */
export async function* checkDrift(
  session: Session,
  options: DriftOptions & RepeatableSource,
  expected: ExpectedVersion | undefined,
  when: DriftFound['when'],
  pending: MigrationPlan['repeatables'] = [],
): AsyncGenerator<DriftFound, void, undefined> {
  const snapshot = expected && expectedStructure(options, expected);
  if (!expected || !snapshot) return;
  const { version } = expected;
  const names = pending.map(({ repeatable: { name } }) => name);
  const differences = await compareWithVersion(session, options, expected, snapshot, names);
  if (differences.length === 0) return;
  if (!options.allowDrift) throw driftError(version, differences, ADVICE[when]);
  yield { kind: 'driftFound', version, when, differences };
}
