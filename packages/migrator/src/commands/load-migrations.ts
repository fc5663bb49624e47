import type { Migration } from '../migrations/migration.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import type { DatabaseOptions } from './migrate-options.ts';

export async function loadMigrations(
  migrations: DatabaseOptions['migrations'],
): Promise<readonly Migration[]> {
  return typeof migrations === 'string' ? readMigrations(migrations) : migrations;
}
