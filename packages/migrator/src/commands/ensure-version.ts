import { readPhase } from '@schema-service/postgres-sql';
import { databaseError } from '../connection/database-error.ts';
import { openSession } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { listMigrationFolders, type MigrationFolder } from '../migrations/migration-folder.ts';
import { readScript } from '../migrations/read-migrations.ts';
import { compareVersions } from '../migrations/version.ts';
import { isContract } from '../plan/contracts.ts';
import { ledgerOf } from '../tracking/ledger.ts';
import { readAppliedIds } from '../tracking/read-history.ts';
import type { DatabaseOptions, MigrateOptions } from './migrate-options.ts';
import { up } from './up-down-retry.ts';

/**
 * Makes sure that a database has everything of `version`, for a service or a
 * test to call as it starts. When it has, that is one round trip, no script is
 * read and no lock taken. A database that is further on is left where it is.
 *
 * @returns whether anything had to be applied
 * @throws SchemaServiceError see the table in this package's README
 */
export async function ensureVersion(
  options: MigrateOptions & { readonly version: string },
): Promise<boolean> {
  if (await hasVersion(options)) return false;
  const { migrations } = await up({ ...options, to: options.version });
  return migrations.length > 0;
}

async function hasVersion(
  options: DatabaseOptions & { readonly version: string },
): Promise<boolean> {
  const { migrations, version } = options;
  const needed = (
    typeof migrations === 'string' ? listMigrationFolders(migrations, { to: version }) : migrations
  ).filter((migration) => compareVersions(migration.version, version) <= 0);
  // An unknown version is for the plan to refuse.
  if (!needed.some((migration) => migration.version === version)) return false;
  try {
    await using session = await openSession(options.connection, ledgerOf(options));
    const applied = await readAppliedIds(session);
    return needed.every((one) => applied.has(one.id) || isContractIn(migrations, one));
  } catch (error) {
    throw databaseError(error);
  }
}

/** Whether it is not a part of its version that a database needs. Of those that are missing alone a script is read. */
function isContractIn(
  migrations: DatabaseOptions['migrations'],
  one: MigrationFolder | Migration,
): boolean {
  if (one.kind === 'migration') return isContract(one);
  if (typeof migrations !== 'string') return false;
  return isContract(readPhase(readScript(migrations, `${one.path}/up.sql`)?.sql ?? ''));
}
