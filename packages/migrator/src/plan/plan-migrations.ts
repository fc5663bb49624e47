import { SchemaServiceError } from '@schema-service/errors';
import { rollbackClass } from '../loss/script-losses.ts';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import { removedError } from '../squash/squash-step.ts';
import { type FoundSquash, squashFor } from '../squash/with-squash.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import { contractsLeftOut, refuseBeforeContract, refuseBehindContract } from './contracts.ts';
import { currentVersionOf } from './current-version.ts';
import { findHistoryProblems, refuseHistoryProblems, versionAhead } from './history-problem.ts';
import { makeStep, squashStep } from './make-step.ts';
import type { MigrationGoal, MigrationPlan, PlanOptions, UnknownOption } from './migration-plan.ts';
import { planContracts } from './plan-contracts.ts';
import { planRetry } from './plan-retry.ts';
import { takenOrder } from './taken-order.ts';

/** The name of the empty database as the goal of a down. */
export const NO_VERSION = 'none';

/**
 * Works out what has to run. Pure: files and history in, steps out. Everything
 * that can be known to go wrong is refused here, before anything starts.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_UNKNOWN, MIGRATION_TARGET_BELOW_CURRENT,
 *   MIGRATION_TARGET_ABOVE_CURRENT, MIGRATION_IRREVERSIBLE, and what {@link refuseHistoryProblems}
 *   and {@link makeStep} refuse
 */
export function planMigrations(
  migrations: readonly Migration[],
  history: History,
  options: PlanOptions & UnknownOption,
): MigrationPlan {
  const { applied } = history;
  const { direction } = options;
  const to = knownVersion(migrations, options);
  const problems = findHistoryProblems(migrations, applied);
  const isLenient = direction === 'up' && !options.strict;
  const version = isLenient ? versionAhead(migrations, applied, problems) : undefined;
  if (version !== undefined) {
    const files = migrations.at(-1)?.version ?? '';
    const nothing = { kind: 'migrationPlan', direction, steps: [], aheadOf: files } as const;
    return { ...nothing, currentVersion: version, targetVersion: version };
  }
  refuseHistoryProblems(problems);
  const currentVersion = currentVersionOf(migrations, applied);
  const squash = direction === 'up' ? squashFor(migrations, history, to) : undefined;
  const leftOut = contractsLeftOut(migrations, history, to);
  const moving =
    direction === 'up'
      ? pendingUpTo(migrations, squash ? appliedBy(squash) : applied, to).filter(
          (migration) => !leftOut.includes(migration),
        )
      : appliedAbove(migrations, applied, to, currentVersion);
  if (direction === 'up') {
    refuseBeforeContract(migrations, history, moving);
    refuseBehindContract(migrations, history, moving);
  }
  const steps = [
    ...(squash ? [squashStep(squash, 'run', migrations, history)] : []),
    ...moving.map((migration) =>
      makeStep(migration, direction, 'run', migrations, history, options),
    ),
  ];
  return { kind: 'migrationPlan', direction, currentVersion, targetVersion: to, steps };
}

/**
 * The version that a plan goes to; `null` is the empty database.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_UNKNOWN
 */
export function knownVersion(
  migrations: readonly Migration[],
  options: PlanOptions,
): string | null {
  const versions = [...new Set(migrations.map(({ version }) => version))];
  const { direction, to = direction === 'up' ? versions.at(-1) : undefined } = options;
  if (to !== undefined && versions.includes(to)) return to;
  if (direction === 'down' ? to === NO_VERSION : to === undefined) return null;
  throw new SchemaServiceError({
    code: 'MIGRATION_VERSION_UNKNOWN',
    message: to === undefined ? 'A down needs a version to go to.' : `There is no version ${to}.`,
    why: `The versions with migrations are: ${versions.join(', ') || 'none yet'}.`,
    fix: direction === 'up' ? 'Choose one of them.' : `Choose one of them, or ${NO_VERSION}.`,
    meta: { version: to ?? null, versions },
  });
}

/** What the history says behind a squashed script. */
const appliedBy = ({ squashed }: FoundSquash) =>
  squashed.map(({ id: migration, version }, id) => ({ id, migration, version }));

function pendingUpTo(
  migrations: readonly Migration[],
  applied: readonly Pick<AppliedMigration, 'id' | 'migration' | 'version'>[],
  to: string | null,
): readonly Migration[] {
  const last = applied.at(-1);
  if (last && to !== null && isAbove(last.version, to)) {
    throw new SchemaServiceError({
      code: 'MIGRATION_TARGET_BELOW_CURRENT',
      message: `The database already has migrations of ${last.version}, and up goes to ${to}.`,
      fix: `To take them back: down --to ${to}`,
      meta: { applied: last.version, to },
    });
  }
  const ids = new Set(applied.map((row) => row.migration));
  return takenOrder(migrations, applied).filter(
    ({ id, version }) => !ids.has(id) && !isAbove(version, to),
  );
}

function appliedAbove(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
  to: string | null,
  current: string | null,
): readonly Migration[] {
  if (to !== null && isAbove(to, current)) {
    throw new SchemaServiceError({
      code: 'MIGRATION_TARGET_ABOVE_CURRENT',
      message: `The database is at ${current ?? 'no version'}, and down goes to ${to}.`,
      fix: `To move forward: up --to ${to}`,
      meta: { current, to },
    });
  }
  const ids = new Set(applied.map((row) => row.migration));
  const moving = takenOrder(migrations, applied).filter(
    ({ id, version }) => ids.has(id) && isAbove(version, to),
  );
  const removed = moving.findLast(({ isRemoved }) => isRemoved);
  if (removed) throw removedError(removed, 'down', { applied });
  refuseIrreversible(moving);
  return moving.toReversed();
}

/** `null` is below every version. */
const isAbove = (version: string, other: string | null): boolean =>
  other === null || compareVersions(version, other) > 0;

function refuseIrreversible(moving: readonly Migration[]): void {
  const stuck = moving.filter((migration) => rollbackClass(migration) === 'impossible');
  if (stuck.length === 0) return;
  const paths = stuck.map(({ version, id }) => `${version}/${id}`);
  const withoutDown = stuck
    .filter(({ down }) => !down)
    .map(({ version, id }) => `${version}/${id}`);
  throw new SchemaServiceError({
    code: 'MIGRATION_IRREVERSIBLE',
    message: `${paths.join(', ')} cannot be rolled back.`,
    why:
      withoutDown.length > 0
        ? 'There is no down.sql, and nothing is taken back in part.'
        : 'Its down.sql says rollback = impossible, and nothing is taken back in part.',
    fix:
      withoutDown.length > 0
        ? `Write ${withoutDown.map((path) => `${path}/down.sql`).join(', ')}, or go forward with a new migration.`
        : 'Go forward with a new migration, or restore a backup.',
    meta: { migrations: paths },
  });
}

/**
 * Plans any kind of goal. Pure.
 *
 * @throws SchemaServiceError what {@link planMigrations}, {@link planRetry} and {@link planContracts} refuse
 */
export function planGoal(
  migrations: readonly Migration[],
  history: History,
  goal: MigrationGoal,
): MigrationPlan {
  if (goal.direction === 'retry') return planRetry(migrations, history, goal);
  if (goal.direction === 'contract') return planContracts(migrations, history, goal);
  return planMigrations(migrations, history, goal);
}
