import { migrate } from './migrate.ts';
import type { MigrateOptions } from './migrate-options.ts';
import { collectResult, type MigrationResult } from './migration-result.ts';

/**
 * Takes back, in reverse, every applied migration of the versions above `to`
 * (`none`: of all). Refused before anything starts when one has no down.
 *
 * @throws SchemaServiceError see the table in this package's README
 */
export async function down(
  options: MigrateOptions & { readonly to: string },
): Promise<MigrationResult> {
  return collectResult(migrate(options, { direction: 'down', to: options.to }), options.onEvent);
}
