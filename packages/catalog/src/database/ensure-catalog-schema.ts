import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';

/** A database, and what moves it. */
export interface CatalogMigration {
  readonly connection: string;
  /** The folder of versioned SQL. */
  readonly migrations: string;
  /** Where the history of these migrations lies: not that of the databases that the catalog has releases for. */
  readonly ledgerSchema: string;
  /** The catalog may lie beside tables of others. */
  readonly allowNonEmpty: boolean;
  /** Tables of a newer program are refused. */
  readonly strict: boolean;
}

/** Moves a database up to its last migration: the `up` of `@schema-service/migrator`, which this package does not know. */
export type MigrateUp = (migration: CatalogMigration) => Promise<unknown>;

const LEDGER_SCHEMA = 'schema_catalog_migrations';

/**
 * Creates the catalog's tables, or brings older ones up to date; does nothing
 * where they are current. Safe to call from any number of processes at once.
 * The role needs CREATE on the database when there is something to do. Throws
 * `CATALOG_TOO_NEW` where a newer version of this package has been at work,
 * and what `up` throws.
 */
export async function ensureCatalogSchema(connection: string, up: MigrateUp): Promise<void> {
  try {
    const migrations = catalogMigrations();
    const ledgerSchema = LEDGER_SCHEMA;
    await up({ connection, migrations, ledgerSchema, allowNonEmpty: true, strict: true });
  } catch (error) {
    const isTooNew = isSchemaServiceError(error) && error.code === 'MIGRATION_FILE_MISSING';
    throw isTooNew ? tooNew(error) : error;
  }
}

/** From `src/database` and from `dist`. */
const PLACES = ['../../migrations', '../migrations'];

/** The folder of the catalog's own versioned SQL. */
export function catalogMigrations(): string {
  const places = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const folder = places.find((place) => existsSync(place));
  if (folder === undefined) throw new Error(`The catalog's migrations are not in ${places[0]}.`);
  return folder;
}

/** Its history has a migration that this program has no file of. */
function tooNew(cause: SchemaServiceError): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'CATALOG_TOO_NEW',
      message: "The catalog's tables are newer than this program.",
      why: cause.message,
      fix: 'Update this program.',
      ...(cause.meta ? { meta: cause.meta } : {}),
    },
    { cause },
  );
}
