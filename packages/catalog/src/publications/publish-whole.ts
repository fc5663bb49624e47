import type { Pool, PoolClient } from 'pg';
import semver from 'semver';
import type { ChangeOrigin } from '../audit/audit-log.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { inTransaction } from '../database/with-client.ts';
import { alreadyPublished } from '../releases/already-published.ts';
import { contentDigest, publishIn } from '../releases/publish.ts';
import type { PublishedRelease } from '../releases/release-catalog.ts';
import { lockStaging, nameTaken } from './name-taken.ts';

/** The bytes first, and then in one transaction the release, what it says of `latest`, and the end of what was staged of it. */
export async function publishWhole(
  pool: Pool,
  blobs: BlobStore,
  published: PublishedRelease,
  contents: ReadonlyMap<string, string>,
  origin?: ChangeOrigin,
): Promise<'published' | 'unchanged'> {
  const filenames = published.artifacts.map(({ filename }) => filename);
  const { version } = published.release;
  for (const { bytes } of published.artifacts) await blobs.write(bytes);
  try {
    return await inTransaction(pool, async (client) => {
      await lockStaging(client);
      await refuseOtherStaged(client, published, contents);
      const latest = await latestBefore(client);
      const outcome = await publishIn(client, published, origin);
      if (outcome === 'published' && latest !== undefined) {
        await client.query(
          `INSERT INTO schema_catalog.tag (name, version) VALUES ('latest', $1) ON CONFLICT DO NOTHING`,
          [latest],
        );
      }
      await client.query('DELETE FROM schema_catalog.staged_record WHERE version = $1', [version]);
      await client.query('DELETE FROM schema_catalog.staged_part WHERE filename = ANY ($1)', [
        filenames,
      ]);
      return outcome;
    });
  } catch (error) {
    throw isNameTaken(error) ? nameTaken(filenames.join(', '), 'another release') : error;
  }
}

/** What `latest` is by default, before a higher version is there: it stays so until somebody moves it. */
async function latestBefore(client: PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT version FROM schema_catalog.release r
     WHERE NOT EXISTS (
       SELECT FROM schema_catalog.notice n WHERE n.version = r.version AND n.yanked IS NOT NULL
     )`,
  );
  const versions = rows.map(({ version }) => version);
  return semver.maxSatisfying(versions, '*') ?? undefined;
}

async function refuseOtherStaged(
  client: PoolClient,
  published: PublishedRelease,
  contents: ReadonlyMap<string, string>,
): Promise<void> {
  const digest = contentDigest(published.release.metadata.digest, published.artifacts);
  const { rows: records } = await client.query<{ content_digest: string }>(
    'SELECT content_digest FROM schema_catalog.staged_record WHERE version = $1',
    [published.release.version],
  );
  if (records[0] !== undefined && records[0].content_digest !== digest) {
    throw await alreadyPublished(client, published);
  }
  const { rows: parts } = await client.query<{ filename: string; content_digest: string }>(
    'SELECT filename, content_digest FROM schema_catalog.staged_part WHERE filename = ANY ($1)',
    [[...contents.keys()]],
  );
  const other = parts.find((part) => contents.get(part.filename) !== part.content_digest);
  if (other !== undefined) throw nameTaken(other.filename, 'a package that waits for its release');
}

/** Two releases may spell a package's version alike: `2.0.0-rc` and `2.0.0-rc.0` are one to Python. */
function isNameTaken(error: unknown): boolean {
  const { code, table } = Object(error);
  return code === '23505' && table === 'artifact';
}
