import type { VersionSummary } from '@schema-service/api-contract';
import type { VersionSummary as CatalogVersion } from '@schema-service/catalog';

/** A catalog's summary as the contract says it. */
export function versionSummary(summary: CatalogVersion): VersionSummary {
  const { version, date, bump, previous, hash, publishedAt } = summary;
  return { version, date, bump, previous, hash, publishedAt };
}
