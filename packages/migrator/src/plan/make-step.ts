import type { Migration } from '../migrations/migration.ts';
import { analyzeScript } from '../sql/analyze-script.ts';
import type { MigrationDirection } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import type { MigrationStep } from './migration-plan.ts';
import { previousAttempts } from './previous-attempts.ts';

/**
 * A migration as a step in one direction, with what its earlier attempts left.
 *
 * @throws SchemaServiceError MIGRATION_NOT_RESUMABLE, and what {@link analyzeScript} refuses
 */
export function makeStep(
  migration: Migration,
  direction: MigrationDirection,
  action: MigrationStep['action'],
  migrations: readonly Migration[],
  { rows }: History,
): MigrationStep {
  const script = direction === 'up' ? migration.up : migration.down;
  if (!script) throw new Error(`${migration.id} has no ${direction} script.`);
  const analysis = analyzeScript(script);
  const next = migrations[migrations.indexOf(migration) + 1];
  return {
    kind: 'migrationStep',
    direction,
    action,
    migration,
    script,
    analysis,
    completesVersion: next?.version !== migration.version,
    ...previousAttempts(rows, migration.id, direction, script, analysis),
  };
}
