import { migrate } from './migrate.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { collectResult, type MigrationResult } from './migration-result.ts';

/**
 * Runs the migration that failed last once more, in its direction; a script
 * without a transaction goes on after its last good statement. What is pending
 * behind it stays pending.
 *
 * @throws SchemaServiceError MIGRATION_NOTHING_TO_RETRY; see the table in this package's README
 */
export async function retry(options: MigrateOptions): Promise<MigrationResult> {
  return collectResult(migrate(options, { direction: 'retry' }), options.onEvent);
}
