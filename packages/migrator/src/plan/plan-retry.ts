import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { squashFor } from '../squash/with-squash.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import { findFailedRun, type History } from '../tracking/history.ts';
import { isContract, withoutWaiting } from './contracts.ts';
import { currentVersionOf } from './current-version.ts';
import { findHistoryProblems, refuseHistoryProblems } from './history-problem.ts';
import { makeStep, squashStep } from './make-step.ts';
import type { MigrationPlan, UnknownOption } from './migration-plan.ts';
import { takenOrder } from './taken-order.ts';

/**
 * Plans the failed migration once more, and nothing after it. Pure.
 *
 * @throws SchemaServiceError MIGRATION_NOTHING_TO_RETRY, MIGRATION_FILE_MISSING, MIGRATION_OUT_OF_ORDER,
 *   MIGRATION_CHECKSUM_MISMATCH, and what the analysis of the script refuses
 */
export function planRetry(
  migrations: readonly Migration[],
  history: History,
  options: UnknownOption = {},
): MigrationPlan {
  const { rows, applied } = history;
  const failed = findFailedRun(rows);
  if (!failed) throw nothingToRetry(rows);
  const squash = squashFor(migrations, history, migrations.at(-1)?.version ?? null);
  if (squash && failed.direction === 'up' && failed.migration === squash.squashed.at(-1)?.id) {
    const { version: targetVersion } = squash.squash;
    const steps = [squashStep(squash, 'retry', migrations, history)];
    return {
      ...{ kind: 'migrationPlan', direction: 'up', currentVersion: null, targetVersion },
      steps,
    };
  }
  const migration = fileOf(failed, migrations);
  refuseHistoryProblems(findHistoryProblems(migrations, applied));
  const ids = new Set(applied.map((row) => row.migration));
  const { direction } = failed;
  if (direction === 'up' && isContract(migration)) throw contractNotRetried(migration);
  const order = withoutWaiting(takenOrder(migrations, applied), ids);
  const next =
    direction === 'up'
      ? order.find(({ id }) => !ids.has(id))
      : order.findLast(({ id }) => ids.has(id));
  if (next !== migration) throw notNext(migration, next, direction);
  const after =
    direction === 'up'
      ? [...applied, { ...failed, checksum: migration.up.checksum }]
      : applied.filter((row) => row.migration !== migration.id);
  return {
    kind: 'migrationPlan',
    direction,
    currentVersion: currentVersionOf(migrations, applied),
    targetVersion: currentVersionOf(migrations, after),
    steps: [makeStep(migration, direction, 'retry', migrations, history, options)],
  };
}

function fileOf(
  { migration: id, version, direction }: AppliedMigration,
  migrations: readonly Migration[],
): Migration {
  const migration = migrations.find((other) => other.id === id && other.version === version);
  if (migration?.[direction]) return migration;
  throw new SchemaServiceError({
    code: 'MIGRATION_FILE_MISSING',
    message: `${version}/${id}/${direction}.sql failed, and is not among the files.`,
    why: 'A retry runs the failed script; there is nothing to run.',
    fix: 'Bring the file back, or settle the failed run with repair and go on with up.',
    meta: { migration: id, version },
  });
}

/** Who needs what it removes may have come meanwhile. */
function contractNotRetried({ up }: Migration): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_NOTHING_TO_RETRY',
    message: `${up.path} is a contract, which is not retried.`,
    why: 'It runs where nobody uses an older version any more, and that is looked at each time.',
    fix: 'Run it as it was run: schema-migrator contract VERSION',
    meta: { path: up.path },
  });
}

function nothingToRetry(rows: readonly AppliedMigration[]): SchemaServiceError {
  const last = rows.at(-1);
  return new SchemaServiceError({
    code: 'MIGRATION_NOTHING_TO_RETRY',
    message: 'There is nothing to retry.',
    why: last
      ? `The last run, ${last.direction} of ${last.version}/${last.migration}, ended as ${last.status.replace('_', ' ')}.`
      : 'Nothing has run on this database.',
    fix: 'To apply what is pending: up',
  });
}

function notNext(
  { id, version }: Migration,
  next: Migration | undefined,
  direction: AppliedMigration['direction'],
): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_OUT_OF_ORDER',
    message: `${version}/${id} failed, but it is not the next to go ${direction}${next ? `: ${next.version}/${next.id} is` : ''}.`,
    why: 'The files have changed since the failed run.',
    fix: `Run ${direction}, which takes them in order.`,
    meta: { migration: id, next: next?.id ?? null },
  });
}
