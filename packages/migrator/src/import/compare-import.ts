import { SchemaServiceError } from '@schema-service/errors';
import type { StructureDifference } from '../catalog/compare-structures.ts';
import type { DatabaseStructure } from '../catalog/database-structure.ts';
import { findDrift } from '../catalog/find-drift.ts';
import { isExcluded } from '../catalog/is-excluded.ts';
import { openSession, type Session } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { createScratchDatabase } from '../scratch/scratch-database.ts';
import { readSetting, structureOfMigrations } from '../scratch/structure-of-migrations.ts';
import type { MigrationFailure } from '../tracking/applied-migration.ts';

/** How what imported migrations make compares with the database that they were imported from. */
export interface ImportComparison {
  /** What the migrations make on an empty database, without what was excluded. */
  readonly structure: DatabaseStructure;
  readonly differences: readonly StructureDifference[];
}

/**
 * Runs the migrations in a scratch database, of the live database's server or
 * of another, and compares. It leaves both servers as they were.
 *
 * @throws SchemaServiceError MIGRATION_IMPORT_NOT_COMPARED where there can be no scratch database, or a script
 *   does not run on an empty one; what keeps `scratchUrl` from being connected to
 */
export async function compareImport(
  live: Session,
  migrations: readonly Migration[],
  {
    scratchUrl,
    exclude = [],
  }: { readonly scratchUrl?: string; readonly exclude?: readonly string[] },
): Promise<ImportComparison> {
  const setting = await readSetting(live);
  await using other = scratchUrl ? await openSession(scratchUrl, live.ledger) : undefined;
  await using scratch = await createScratchDatabase(other ?? live).catch((error: unknown) => {
    throw noScratch(error);
  });
  const outcome = await structureOfMigrations(scratch.client, migrations, setting);
  if (outcome.kind === 'failed') throw doesNotRun(outcome.path, outcome.failure);
  const objects = outcome.structure.objects.filter((object) => !isExcluded(object, exclude));
  const structure = { ...outcome.structure, objects };
  return { structure, differences: await findDrift(live.client, structure, { exclude }) };
}

const WAYS_ON =
  'To compare on another server, where everything is allowed (a local one serves): --scratch-url postgresql://... To import without comparing: --no-compare';

function noScratch(error: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'MIGRATION_IMPORT_NOT_COMPARED',
      message:
        'What the migrations make cannot be compared with the database; nothing was written.',
      why: `It takes an empty database for a moment, and there is none: ${error instanceof Error ? error.message : String(error)}`,
      fix: `Once, as the owner of the server: ALTER ROLE <user> CREATEDB. ${WAYS_ON}`,
    },
    { cause: error },
  );
}

function doesNotRun(path: string, failure: MigrationFailure): SchemaServiceError {
  const { message, sqlState, line } = failure;
  const place = line === undefined ? path : `${path}:${line}`;
  return new SchemaServiceError({
    code: 'MIGRATION_IMPORT_NOT_COMPARED',
    message: `${place} does not run on an empty database, so there is nothing to compare with; nothing was written.`,
    why: `${message}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`,
    fix: `The database got there another way than by these files alone. Correct them with the other tool. ${WAYS_ON}`,
    meta: { path, ...failure },
  });
}
