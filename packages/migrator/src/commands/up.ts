import { migrate } from './migrate.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { collectResult, type MigrationResult } from './migration-result.ts';

/**
 * Applies what is pending, up to a version or the highest one. A failed
 * migration stops the run; those before it stay.
 *
 * @throws SchemaServiceError see the table in this package's README
 */
export async function up(
  options: MigrateOptions & { readonly to?: string },
): Promise<MigrationResult> {
  const { to, onEvent } = options;
  const goal = { direction: 'up', ...(to === undefined ? {} : { to }) } as const;
  return collectResult(migrate(options, goal), onEvent);
}
