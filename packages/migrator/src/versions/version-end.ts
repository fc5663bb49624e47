import { SchemaServiceError } from '@schema-service/errors';
import { compareVersions } from '../migrations/version.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';
import { isAlive, readVersions, type ServedVersion } from './served-version.ts';

/** What the end of a version takes along. */
export interface VersionEnd {
  /** The versions that are alive up to it, lowest first: what a contract removes, all of them need. */
  readonly versions: readonly string[];
  /** The lowest version that stays. Contracts up to its own run. */
  readonly next: string;
}

/**
 * What has to be over before a version of a database ends.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_UNKNOWN, MIGRATION_VERSION_NEEDED
 */
export async function findEnd(connection: LedgerConnection, version: string): Promise<VersionEnd> {
  const served = await readVersions(connection);
  const { applied } = await readHistory(connection);
  const known = [...new Set(applied.map((row) => row.version))].sort(compareVersions);
  if (!known.includes(version)) throw unknown(version, known);
  return versionEnd(version, served);
}

/**
 * The same, of what a database serves. Pure.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_NEEDED where no version above it is open
 */
function versionEnd(version: string, served: readonly ServedVersion[]): VersionEnd {
  const alive = served.filter(isAlive).map((one) => one.version);
  const next = alive.find((other) => compareVersions(other, version) > 0);
  if (next === undefined) throw needed(version, alive);
  const below = alive.filter((other) => compareVersions(other, version) < 0);
  return { versions: [...below, version], next };
}

function unknown(version: string, known: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_VERSION_UNKNOWN',
    message: `The database has had no version ${version}.`,
    why: `Its versions are: ${known.join(', ') || 'none'}.`,
    fix: 'Choose one of them: schema-migrator versions',
    meta: { version, versions: known },
  });
}

function needed(version: string, alive: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_VERSION_NEEDED',
    message: `${version} cannot end: no version above it is open.`,
    why: `The database serves ${alive.join(', ') || 'no version'}.`,
    fix: 'Open a higher one first: schema-migrator up. To take the highest one back: schema-migrator abandon VERSION',
    meta: { version, alive },
  });
}
