import type { Pool, PoolClient } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { select } from '../database/select.ts';
import { inTransaction } from '../database/with-client.ts';
import { recordTaken } from '../releases/already-published.ts';
import { lockStaging, nameTaken } from './name-taken.ts';
import type { PendingRelease, StagedPart, StagedRecord } from './publications.ts';

/** How long a part waits for the others, in days. */
export const STAGED_DAYS = 7;

const EXPIRED = `now() - make_interval(days => ${STAGED_DAYS})`;

export function stagePart(
  pool: Pool,
  { ecosystem, name, version, filename, sha256, bytes, content }: StagedPart,
  origin?: ChangeOrigin,
): Promise<'staged' | 'present'> {
  return inTransaction(pool, async (client) => {
    await lockStaging(client);
    await expire(client);
    await refusePublished(client, { ecosystem, name, version, filename });
    const { rows } = await client.query<{ content_digest: string; isWhole: boolean }>(
      `SELECT content_digest, bytes IS NOT NULL AS "isWhole" FROM schema_catalog.staged_part
       WHERE ecosystem = $1 AND name = $2 AND filename = $3`,
      [ecosystem, name, filename],
    );
    const [before] = rows;
    if (before !== undefined && before.content_digest !== content) {
      throw nameTaken(filename, 'a package that waits for its release');
    }
    if (before?.isWhole === true) return 'present';
    await client.query(
      `INSERT INTO schema_catalog.staged_part
         (ecosystem, name, filename, package_version, sha256, content_digest, bytes)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (ecosystem, name, filename)
         DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes, staged_at = now()`,
      [ecosystem, name, filename, version, sha256, content, Buffer.from(bytes)],
    );
    const detail = { filename, sha256 };
    await recordChange(client, { action: 'package.stage', subject: name, detail }, origin);
    return 'staged';
  });
}

export function stageRecord(
  pool: Pool,
  { version, digest, filenames, bundle }: StagedRecord,
  origin?: ChangeOrigin,
): Promise<'staged' | 'present'> {
  return inTransaction(pool, async (client) => {
    await lockStaging(client);
    await expire(client);
    const { rows } = await client.query<{ content_digest: string; isWhole: boolean }>(
      `SELECT content_digest, bundle IS NOT NULL AS "isWhole"
       FROM schema_catalog.staged_record WHERE version = $1
       UNION ALL
       SELECT content_digest, true FROM schema_catalog.release WHERE version = $1`,
      [version],
    );
    const [before] = rows;
    if (before !== undefined && before.content_digest !== digest) throw recordTaken(version);
    if (before?.isWhole === true) return 'present';
    await client.query(
      `INSERT INTO schema_catalog.staged_record (version, content_digest, filenames, bundle)
       VALUES ($1, $2, $3, $4)
       ON CONFLICT (version) DO UPDATE SET bundle = excluded.bundle, staged_at = now()`,
      [version, digest, [...filenames], Buffer.from(bundle)],
    );
    await recordChange(client, { action: 'release.stage', subject: version }, origin);
    return 'staged';
  });
}

export async function recordOfPart(pool: Pool, filename: string): Promise<string | undefined> {
  const [row] = await select<{ version: string }>(
    pool,
    `SELECT version FROM schema_catalog.staged_record
     WHERE $1 = ANY (filenames) AND bundle IS NOT NULL ORDER BY staged_at LIMIT 1`,
    [filename],
  );
  return row?.version;
}

export async function readStaged(
  pool: Pool,
  version: string,
): Promise<
  { readonly record: StagedRecord; readonly parts: ReadonlyMap<string, Uint8Array> } | undefined
> {
  const [record] = await select<StagedRecord>(
    pool,
    `SELECT version, content_digest AS digest, filenames, bundle
     FROM schema_catalog.staged_record WHERE version = $1 AND bundle IS NOT NULL`,
    [version],
  );
  if (record === undefined) return undefined;
  const parts = await select<{ filename: string; bytes: Buffer }>(
    pool,
    `SELECT filename, bytes FROM schema_catalog.staged_part
     WHERE filename = ANY ($1) AND bytes IS NOT NULL`,
    [record.filenames],
  );
  return { record, parts: new Map(parts.map(({ filename, bytes }) => [filename, bytes])) };
}

export async function pendingParts(
  pool: Pool,
  version: string,
): Promise<PendingRelease | undefined> {
  const [record] = await select<{ filenames: string[]; staged_at: Date }>(
    pool,
    `SELECT filenames, staged_at FROM schema_catalog.staged_record
     WHERE version = $1 AND staged_at >= ${EXPIRED}`,
    [version],
  );
  const filenames = record?.filenames ?? [];
  const rows = await select<PartRow>(
    pool,
    `SELECT filename, sha256, staged_at, bytes IS NULL OR staged_at < ${EXPIRED} AS "isExpired"
     FROM schema_catalog.staged_part
     WHERE filename = ANY ($1) OR (ecosystem = 'npm' AND package_version = $2) ORDER BY filename`,
    [filenames, version],
  );
  if (record === undefined && rows.length === 0) return undefined;
  const there = new Set(rows.filter(({ isExpired }) => !isExpired).map((row) => row.filename));
  return {
    recordAt: record?.staged_at.toISOString() ?? null,
    parts: rows.map(({ staged_at, ...row }) => ({ ...row, stagedAt: staged_at.toISOString() })),
    missing: filenames.filter((filename) => !there.has(filename)),
  };
}

interface PartRow {
  readonly filename: string;
  readonly sha256: string;
  readonly staged_at: Date;
  readonly isExpired: boolean;
}

/** A package that is published has its name for ever, and its release takes no other package. */
async function refusePublished(
  client: PoolClient,
  { ecosystem, name, version, filename }: Omit<StagedPart, 'sha256' | 'bytes' | 'content'>,
): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM schema_catalog.artifact WHERE ecosystem = $1 AND name = $2 AND filename = $3
     UNION ALL SELECT FROM schema_catalog.release WHERE $1 = 'npm' AND version = $4`,
    [ecosystem, name, filename, version],
  );
  if (rowCount !== 0) throw nameTaken(filename, 'a release that is published');
}

/** Frees the bytes of what waited too long. What it was stays known. */
async function expire(client: PoolClient): Promise<void> {
  await client.query(
    `UPDATE schema_catalog.staged_part SET bytes = NULL
     WHERE bytes IS NOT NULL AND staged_at < ${EXPIRED}`,
  );
  await client.query(
    `UPDATE schema_catalog.staged_record SET bundle = NULL
     WHERE bundle IS NOT NULL AND staged_at < ${EXPIRED}`,
  );
}
