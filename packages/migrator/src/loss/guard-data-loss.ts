import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';
import type { MigrationEvent } from '../apply/migration-event.ts';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import { countLosses, isLossy, isStatedInstant } from './count-losses.ts';
import { describeDataLoss } from './data-loss.ts';

/**
 * Stands before a plan whose downs lose data: counts it, and lets the plan
 * pass, with the count told, only when that was allowed. Called under the lock, before the first step.
 *
 * @throws SchemaServiceError MIGRATION_DATA_LOSS
 */
export async function* guardDataLoss(
  client: Client,
  plan: MigrationPlan,
  allowed: boolean,
): AsyncGenerator<MigrationEvent, void, undefined> {
  if (!isLossy(plan)) return;
  const losses = await countLosses(client, plan);
  // A CASCADE that takes views alone, such as those of a version.
  if (losses.length === 0 && isStatedInstant(plan)) return;
  if (allowed) {
    yield { kind: 'dataLoss', losses };
    return;
  }
  throw new SchemaServiceError({
    code: 'MIGRATION_DATA_LOSS',
    message: 'This down removes data; nothing was started.',
    why: `It would lose ${losses.map(describeDataLoss).join(', ') || 'what its scripts remove (nothing that could be counted)'}.`,
    fix: 'Back up what is needed, and add --allow-data-loss (allowDataLoss: true); or go forward with a new migration.',
    meta: { losses },
  });
}
