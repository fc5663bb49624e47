import type { Pool } from 'pg';
import semver from 'semver';
import type { BlobStore } from '../blobs/blob-store.ts';
import { createPostgresBlobs } from '../blobs/postgres-blobs.ts';
import { select as selectFrom } from '../database/select.ts';
import { removeTag, setNotice, setTag } from './mark-release.ts';
import { publish } from './publish.ts';
import type { ReleaseRepeatable, ReleaseSquash } from './release.ts';
import type { CatalogRelease, ReleaseCatalog } from './release-catalog.ts';
import type { ReleaseMetadata } from './release-metadata.ts';
import {
  type ArtifactRow,
  artifactColumns,
  artifactTables,
  type MigrationRow,
  toArtifactSummary,
  toMigration,
  toVersionSummary,
  type VersionRow,
} from './rows.ts';

export interface PostgresCatalogOptions {
  /** The caller's, and the caller ends it. Its database has the tables that `ensureCatalogSchema` makes. */
  readonly pool: Pool;
  /** Where the bytes of artifacts are kept. Default: the same database. */
  readonly blobs?: BlobStore;
}

/** The release catalog in PostgreSQL, in the database schema `schema_catalog`. Keeps no state of its own. */
export function createPostgresCatalog({
  pool,
  blobs = createPostgresBlobs(pool),
}: PostgresCatalogOptions): ReleaseCatalog {
  const select: Select = (sql, parameters) => selectFrom(pool, sql, parameters);
  const findArtifact: ReleaseCatalog['findArtifact'] = async (ecosystem, name, filename) => {
    const [row] = await select<ArtifactRow>(
      `SELECT ${artifactColumns}
       FROM ${artifactTables}
       WHERE a.ecosystem = $1 AND a.name = $2 AND a.filename = $3`,
      [ecosystem, name, filename],
    );
    return row && toArtifactSummary(row);
  };
  return {
    publish: (published, origin) => publish(pool, blobs, published, origin),

    listVersions: async () => {
      const rows = await select<VersionRow>(
        `SELECT version, previous, metadata->'appliesTo' AS "appliesTo", metadata->'includes' AS includes,
           bump, released_on::text AS date, schema_hash AS hash, published_at, deprecated, yanked
         FROM schema_catalog.release LEFT JOIN schema_catalog.notice USING (version)`,
      );
      return rows.map(toVersionSummary).sort((a, b) => semver.compare(a.version, b.version));
    },

    latestVersion: async () => (await readTags(select)).latest,

    listTags: () => readTags(select),

    setTag: (name, version, origin) => setTag(pool, name, version, origin),

    removeTag: (name, origin) => removeTag(pool, name, origin),

    setNotice: (version, notice, origin) => setNotice(pool, version, notice, origin),

    findRelease: async (version) => {
      const [row] = await select<ReleaseRow>(
        `SELECT schema, changelog, metadata, repeatables, squash, structure, published_at
         FROM schema_catalog.release WHERE version = $1`,
        [version],
      );
      if (row === undefined) return undefined;
      const migrations = await select<MigrationRow>(
        `SELECT id, version, up_sql, up_sha256, down_sql, down_sha256
         FROM schema_catalog.migration WHERE version = $1 ORDER BY position`,
        [version],
      );
      return toCatalogRelease(version, row, migrations);
    },

    listArtifacts: async ({ version, ecosystem, name }) => {
      const rows = await select<ArtifactRow>(
        `SELECT ${artifactColumns}
         FROM ${artifactTables}
         WHERE ($1::text IS NULL OR a.version = $1)
           AND ($2::text IS NULL OR a.ecosystem = $2)
           AND ($3::text IS NULL OR a.name = $3)
         ORDER BY a.ecosystem COLLATE "C", a.name COLLATE "C", a.filename COLLATE "C"`,
        [version ?? null, ecosystem ?? null, name ?? null],
      );
      return rows.map(toArtifactSummary).sort((a, b) => semver.compare(a.version, b.version));
    },

    findArtifact,

    readArtifact: async (ecosystem, name, filename) => {
      const summary = await findArtifact(ecosystem, name, filename);
      const bytes = summary && (await blobs.read(summary.sha256));
      return summary && bytes && { kind: 'artifactContent', summary, bytes };
    },
  };
}

type Select = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** The tags that were set, and `latest` by its default where it was not. */
async function readTags(select: Select): Promise<Readonly<Record<string, string>>> {
  const tags = await select<{ name: string; version: string }>(
    'SELECT name, version FROM schema_catalog.tag',
  );
  const set = Object.fromEntries(tags.map(({ name, version }) => [name, version]));
  if (set.latest !== undefined) return set;
  const rows = await select<{ version: string }>(
    `SELECT version FROM schema_catalog.release r
     WHERE NOT EXISTS (
       SELECT FROM schema_catalog.notice n WHERE n.version = r.version AND n.yanked IS NOT NULL
     )`,
  );
  const versions = rows.map(({ version }) => version);
  // `*` leaves prereleases out.
  const latest = semver.maxSatisfying(versions, '*');
  return latest === null ? set : { ...set, latest };
}

interface ReleaseRow {
  readonly schema: string;
  readonly changelog: string;
  readonly metadata: ReleaseMetadata;
  readonly repeatables: readonly ReleaseRepeatable[] | null;
  readonly squash: ReleaseSquash | null;
  readonly structure: string | null;
  readonly published_at: Date;
}

function toCatalogRelease(
  version: string,
  { published_at, repeatables, squash, structure, ...row }: ReleaseRow,
  migrations: readonly MigrationRow[],
): CatalogRelease {
  return {
    kind: 'catalogRelease',
    version,
    ...row,
    migrations: migrations.map(toMigration),
    ...(repeatables === null ? {} : { repeatables }),
    ...(squash === null ? {} : { squash }),
    ...(structure === null ? {} : { structure }),
    publishedAt: published_at.toISOString(),
  };
}
