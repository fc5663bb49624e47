import type { MigrationPlan, MigrationStep } from '../plan/migration-plan.ts';
import { applyInTransaction } from './apply-in-transaction.ts';
import { applyStatements } from './apply-statements.ts';
import type { MigrationEvent, StepPosition } from './migration-event.ts';
import type { RunContext } from './run-context.ts';

/**
 * Runs the steps of a plan, each to its end before the next begins. The
 * migration lock must be held, and the tracking tables be there.
 *
 * @throws SchemaServiceError MIGRATION_FAILED, DATABASE_CONNECTION_LOST; the steps before stay done
 */
export async function* applyPlan(
  plan: MigrationPlan,
  context: RunContext,
): AsyncGenerator<MigrationEvent, void, undefined> {
  const total = plan.steps.length;
  for (const [index, step] of plan.steps.entries()) {
    const position = positionOf(step, index + 1, total);
    yield { kind: 'migrationStarted', ...position };
    const began = performance.now();
    const durable = context.options.syncCommit || index === total - 1;
    const apply = step.analysis.header.transactional ? applyInTransaction : applyStatements;
    yield* apply({ context, step, position, durable });
    const kind = step.direction === 'up' ? 'migrationApplied' : 'migrationRolledBack';
    yield { kind, durationMs: performance.now() - began, ...position };
  }
}

function positionOf(
  { migration, direction }: MigrationStep,
  position: number,
  total: number,
): StepPosition {
  return { migration: migration.id, version: migration.version, direction, position, total };
}
