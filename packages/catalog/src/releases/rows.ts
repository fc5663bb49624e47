import type { ReleaseMigration } from './release.ts';
import type { ArtifactSummary, VersionSummary } from './release-catalog.ts';

/** Rows as the queries select them, and what they become. */
export interface VersionRow {
  readonly version: string;
  readonly previous: string | null;
  readonly appliesTo: readonly string[] | null;
  readonly includes: readonly string[] | null;
  readonly bump: VersionSummary['bump'];
  readonly date: string;
  readonly hash: string;
  readonly published_at: Date;
  readonly deprecated: string | null;
  readonly yanked: string | null;
}

export function toVersionSummary(row: VersionRow): VersionSummary {
  const { published_at, deprecated, yanked, appliesTo, includes, ...said } = row;
  return {
    kind: 'versionSummary',
    ...said,
    ...(appliesTo === null ? {} : { appliesTo }),
    ...(includes === null ? {} : { includes }),
    publishedAt: published_at.toISOString(),
    ...(deprecated === null ? {} : { deprecated }),
    ...(yanked === null ? {} : { yanked }),
  };
}

export interface MigrationRow {
  readonly id: string;
  readonly version: string;
  readonly up_sql: string;
  readonly up_sha256: string;
  readonly down_sql: string | null;
  readonly down_sha256: string | null;
}

export function toMigration(row: MigrationRow): ReleaseMigration {
  return {
    kind: 'migration',
    id: row.id,
    version: row.version,
    up: row.up_sql,
    down: row.down_sql,
    checksums: { up: row.up_sha256, down: row.down_sha256 },
  };
}

export interface ArtifactRow {
  readonly language: string | null;
  readonly ecosystem: ArtifactSummary['ecosystem'];
  readonly format: ArtifactSummary['format'];
  readonly name: string;
  readonly version: string;
  readonly package_version: string;
  readonly filename: string;
  readonly size: number;
  readonly sha256: string;
  readonly integrity: string;
  readonly shasum: string;
  readonly manifest: Readonly<Record<string, unknown>> | null;
  readonly core_metadata: string | null;
  readonly published_at: Date;
  readonly deprecated: string | null;
  readonly yanked: string | null;
}

/** The columns of {@link ArtifactRow}, of {@link artifactTables}. */
export const artifactColumns = `a.language, a.ecosystem, a.format, a.name, a.version, a.package_version,
  a.filename, a.size, a.sha256, a.integrity, a.shasum, a.manifest, a.core_metadata, r.published_at,
  n.deprecated || coalesce(' Use ' || n.replacement || ' instead.', '') AS deprecated, n.yanked`;

export const artifactTables = `schema_catalog.artifact a JOIN schema_catalog.release r USING (version)
  LEFT JOIN schema_catalog.notice n USING (version)`;

export function toArtifactSummary(row: ArtifactRow): ArtifactSummary {
  return {
    kind: 'artifactSummary',
    ...(row.language === null ? {} : { language: row.language }),
    ecosystem: row.ecosystem,
    format: row.format,
    name: row.name,
    version: row.version,
    packageVersion: row.package_version,
    filename: row.filename,
    size: row.size,
    sha256: row.sha256,
    integrity: row.integrity,
    shasum: row.shasum,
    ...(row.manifest === null ? {} : { manifest: row.manifest }),
    ...(row.core_metadata === null ? {} : { coreMetadata: row.core_metadata }),
    publishedAt: row.published_at.toISOString(),
    ...(row.deprecated === null ? {} : { deprecated: row.deprecated }),
    ...(row.yanked === null ? {} : { yanked: row.yanked }),
  };
}
