import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { inTransaction } from '../database/with-client.ts';
import { recordEvent } from '../events/event-log.ts';
import { alreadyPublished } from './already-published.ts';
import type { Release } from './release.ts';
import type { PublishedArtifact, PublishedRelease } from './release-catalog.ts';

/** The bytes first, then all else in one transaction. The primary key decides a race: the second insert waits for the first to end. */
export async function publish(
  pool: Pool,
  blobs: BlobStore,
  published: PublishedRelease,
  origin?: ChangeOrigin,
): Promise<'published' | 'unchanged'> {
  for (const { bytes } of published.artifacts) await blobs.write(bytes);
  return inTransaction(pool, (client) => publishIn(client, published, origin));
}

/** The rows of a release, whose bytes are kept already. */
export async function publishIn(
  client: PoolClient,
  published: PublishedRelease,
  origin?: ChangeOrigin,
): Promise<'published' | 'unchanged'> {
  const { version, metadata } = published.release;
  const digest = contentDigest(metadata.digest, published.artifacts);
  const isFirst = await insertRelease(client, published.release, digest);
  if (!isFirst) {
    const existing = await publishedDigest(client, version);
    if (existing === digest) return 'unchanged';
    throw await alreadyPublished(client, published);
  }
  await insertMigrations(client, published.release);
  for (const artifact of published.artifacts) await insertArtifact(client, version, artifact);
  await recordEvent(client, {
    event: 'release.published',
    subject: version,
    data: { bump: metadata.bump, previous: metadata.previous },
  });
  const detail = { digest, artifacts: published.artifacts.map(({ filename }) => filename) };
  await recordChange(client, { action: 'release.publish', subject: version, detail }, origin);
  return 'published';
}

/**
 * What a release is, as one digest: SHA-256 of JSON without white space and with
 * sorted keys. The metadata's digest covers the frozen files and the migrations.
 */
export function contentDigest(
  metadata: string,
  artifacts: readonly Pick<PublishedArtifact, 'ecosystem' | 'filename' | 'name' | 'sha256'>[],
): string {
  const packed = artifacts
    .map(({ ecosystem, filename, name, sha256 }) =>
      JSON.stringify({ ecosystem, filename, name, sha256 }),
    )
    .sort();
  const content = JSON.stringify({ artifacts: packed, metadata });
  return createHash('sha256').update(content).digest('hex');
}

async function insertRelease(
  client: PoolClient,
  release: Release,
  digest: string,
): Promise<boolean> {
  const { version, metadata, schema, changelog, repeatables, squash, structure } = release;
  const { rowCount } = await client.query(
    `INSERT INTO schema_catalog.release
       (version, previous, bump, released_on, schema_hash, content_digest, schema, changelog, metadata,
        structure, repeatables, squash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (version) DO NOTHING`,
    [
      version,
      metadata.previous,
      metadata.bump,
      metadata.date,
      metadata.hash,
      digest,
      schema,
      changelog,
      JSON.stringify(metadata),
      structure ?? null,
      repeatables === undefined ? null : JSON.stringify(repeatables),
      squash === undefined ? null : JSON.stringify(squash),
    ],
  );
  return rowCount === 1;
}

async function publishedDigest(client: PoolClient, version: string): Promise<string | undefined> {
  const { rows } = await client.query<{ content_digest: string }>(
    'SELECT content_digest FROM schema_catalog.release WHERE version = $1',
    [version],
  );
  return rows[0]?.content_digest;
}

async function insertMigrations(client: PoolClient, { migrations }: Release): Promise<void> {
  for (const [position, migration] of migrations.entries()) {
    await client.query(
      `INSERT INTO schema_catalog.migration
         (version, id, position, up_sql, up_sha256, down_sql, down_sha256)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        migration.version,
        migration.id,
        position,
        migration.up,
        migration.checksums.up,
        migration.down,
        migration.checksums.down,
      ],
    );
  }
}

async function insertArtifact(
  client: PoolClient,
  version: string,
  artifact: PublishedArtifact,
): Promise<void> {
  const { bytes } = artifact;
  // Known here too where another store has the bytes.
  await client.query(
    `INSERT INTO schema_catalog.blob (sha256, size) VALUES ($1, $2)
     ON CONFLICT (sha256) DO NOTHING`,
    [createHash('sha256').update(bytes).digest('hex'), bytes.byteLength],
  );
  await client.query(
    `INSERT INTO schema_catalog.artifact
       (ecosystem, name, filename, version, format, size, sha256, integrity, shasum,
        manifest, core_metadata, language, package_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      artifact.ecosystem,
      artifact.name,
      artifact.filename,
      version,
      artifact.format,
      bytes.byteLength,
      artifact.sha256,
      artifact.integrity,
      createHash('sha1').update(bytes).digest('hex'),
      artifact.manifest === undefined ? null : JSON.stringify(artifact.manifest),
      artifact.coreMetadata ?? null,
      artifact.language ?? null,
      artifact.version,
    ],
  );
}
