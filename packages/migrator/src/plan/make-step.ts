import type { Migration, MigrationScript } from '../migrations/migration.ts';
import { analyzeScript, type ScriptAnalysis } from '../sql/analyze-script.ts';
import { removedError } from '../squash/squash-step.ts';
import type { FoundSquash } from '../squash/with-squash.ts';
import {
  type AppliedMigration,
  INTERRUPTED,
  type MigrationDirection,
} from '../tracking/applied-migration.ts';
import type { BatchProgress } from '../tracking/batch-progress.ts';
import { doneStatements, failedRuns, type History } from '../tracking/history.ts';
import { completesVersion } from './contracts.ts';
import type { MigrationStep, PreviousAttempts, UnknownOption } from './migration-plan.ts';
import { refuseChangedBatches } from './refuse-changed-batches.ts';
import { refuseUnresumable } from './refuse-unresumable.ts';
import { openStatement, refuseUnknown, type UnknownIs } from './unknown-statement.ts';

/**
 * A migration as a step in one direction, with what its earlier attempts left.
 *
 * @throws SchemaServiceError MIGRATION_NOT_RESUMABLE, MIGRATION_STATEMENT_UNKNOWN, and what {@link analyzeScript} refuses
 */
export function makeStep(
  migration: Migration,
  direction: MigrationDirection,
  action: MigrationStep['action'],
  migrations: readonly Migration[],
  history: History,
  { unknown }: UnknownOption = {},
): MigrationStep {
  if (migration.isRemoved) throw removedError(migration, direction, history);
  const { rows } = history;
  const script = direction === 'up' ? migration.up : migration.down;
  if (!script) throw new Error(`${migration.id} has no ${direction} script.`);
  const analysis = analyzeScript(script);
  return {
    kind: 'migrationStep',
    direction,
    action,
    migration,
    script,
    analysis,
    completesVersion: completesVersion(migration, migrations),
    ...(direction === 'down' && !opens(migrations, migration.version)
      ? { mayBeAdopted: true }
      : {}),
    ...previousAttempts(failedRuns(rows, migration.id, direction), script, analysis, unknown),
  };
}

const opens = (migrations: readonly Migration[], version: string): boolean =>
  migrations.some((one) => one.version === version && one.phase === 'open');

/** The step of a squashed script, which stands at the place of the last migration that it stands for. */
export function squashStep(
  { squash, squashed }: FoundSquash,
  action: MigrationStep['action'],
  migrations: readonly Migration[],
  history: History,
): MigrationStep {
  const last = squashed.at(-1);
  if (!last) throw new Error('A squashed script stands for no migration.');
  const { isRemoved: _, ...named } = last;
  const migration = { ...named, up: squash.found };
  const step = makeStep(migration, 'up', action, migrations, history);
  return { ...step, completesVersion: true, squashed };
}

/**
 * Counts the failed runs at the end of a migration's history. A script that was
 * corrected behind what is done goes on there.
 *
 * @throws SchemaServiceError MIGRATION_NOT_RESUMABLE, MIGRATION_STATEMENT_UNKNOWN
 */
function previousAttempts(
  failed: readonly AppliedMigration[],
  script: MigrationScript,
  analysis: ScriptAnalysis,
  unknown: UnknownIs | undefined,
): PreviousAttempts {
  const noted = doneStatements(failed);
  const last = failed.at(-1);
  const open = openStatement(failed, noted.length);
  if (open && !unknown) refuseUnknown(script, analysis.statements[noted.length], open);
  const statedDone = unknown === 'done' ? open : undefined;
  const stated = last && statedDone ? [{ digest: statedDone.digest, checksum: last.checksum }] : [];
  const done = [...noted, ...stated];
  refuseUnresumable(script, analysis, done);
  const batchProgress = unfinishedBatches(failed, done.length + 1);
  if (batchProgress) refuseChangedBatches(script, analysis, batchProgress);
  return {
    attempt: failed.length + 1,
    statementsDone: done.length,
    wasInterrupted: last?.checksum === script.checksum && last.error?.code === INTERRUPTED.code,
    ...(statedDone ? { statedDone } : {}),
    ...(batchProgress ? { batchProgress } : {}),
  };
}

function unfinishedBatches(
  failed: readonly AppliedMigration[],
  statement: number,
): BatchProgress | undefined {
  return failed
    .flatMap(({ batches = [] }) => batches)
    .findLast((progress) => progress.statement === statement && progress.lastKey !== null);
}
