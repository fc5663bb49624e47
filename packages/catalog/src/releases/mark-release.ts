import { SchemaServiceError } from '@schema-service/errors';
import type { Pool, PoolClient } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { inTransaction } from '../database/with-client.ts';
import { recordEvent } from '../events/event-log.ts';
import type { ReleaseNotice } from './release-catalog.ts';

/** Sets or moves a tag. Throws `RELEASE_NOT_PUBLISHED`. */
export function setTag(
  pool: Pool,
  tag: string,
  version: string,
  origin?: ChangeOrigin,
): Promise<void> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO schema_catalog.tag (name, version)
       SELECT $1, version FROM schema_catalog.release WHERE version = $2
       ON CONFLICT (name) DO UPDATE SET version = excluded.version, moved_at = now()`,
      [tag, version],
    );
    if (rowCount === 0) throw notPublished(version);
    await recordEvent(client, { event: 'release.promoted', subject: version, data: { tag } });
    const change = { action: 'release.tag', subject: version, detail: { tag } };
    await recordChange(client, change, origin);
  });
}

/** Takes a tag away. Throws `TAG_NOT_FOUND`. */
export function removeTag(pool: Pool, tag: string, origin?: ChangeOrigin): Promise<void> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      'DELETE FROM schema_catalog.tag WHERE name = $1 RETURNING version',
      [tag],
    );
    const [removed] = rows;
    if (removed === undefined) {
      throw new SchemaServiceError({
        code: 'TAG_NOT_FOUND',
        message: `There is no tag ${tag}.`,
        fix: 'GET /tags lists those that there are.',
        meta: { tag },
      });
    }
    const change = { action: 'release.untag', subject: removed.version, detail: { tag } };
    await recordChange(client, change, origin);
  });
}

/** What is not said stays as it was; nothing left to say is no row. Throws `RELEASE_NOT_PUBLISHED`. */
export function setNotice(
  pool: Pool,
  version: string,
  { deprecated, yanked, replacement }: ReleaseNotice,
  origin?: ChangeOrigin,
): Promise<Required<ReleaseNotice>> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Required<ReleaseNotice>>(
      `SELECT n.deprecated, n.yanked, n.replacement
       FROM schema_catalog.release r LEFT JOIN schema_catalog.notice n USING (version)
       WHERE r.version = $1 FOR NO KEY UPDATE OF r`,
      [version],
    );
    const [before] = rows;
    if (before === undefined) throw notPublished(version);
    const said = {
      deprecated: deprecated === undefined ? before.deprecated : deprecated,
      yanked: yanked === undefined ? before.yanked : yanked,
    };
    // What to use instead goes with the deprecation that names it.
    const instead = deprecated === undefined ? before.replacement : (replacement ?? null);
    if (instead !== null && !(await isPublished(client, instead))) throw notPublished(instead);
    if (said.deprecated === null && said.yanked === null) {
      await client.query('DELETE FROM schema_catalog.notice WHERE version = $1', [version]);
    } else {
      await client.query(
        `INSERT INTO schema_catalog.notice (version, deprecated, yanked, replacement)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (version) DO UPDATE SET deprecated = excluded.deprecated,
           yanked = excluded.yanked, replacement = excluded.replacement, noted_at = now()`,
        [version, said.deprecated, said.yanked, said.deprecated === null ? null : instead],
      );
    }
    for (const part of ['deprecated', 'yanked'] as const) {
      if (said[part] === before[part]) continue;
      const more = part === 'deprecated' && instead !== null ? { replacement: instead } : {};
      const data = { message: said[part], ...more };
      await recordEvent(client, { event: `release.${part}`, subject: version, data });
      const action = part === 'yanked' ? 'release.yank' : 'release.deprecate';
      await recordChange(client, { action, subject: version, detail: data }, origin);
    }
    return { ...said, replacement: said.deprecated === null ? null : instead };
  });
}

async function isPublished(client: PoolClient, version: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM schema_catalog.release WHERE version = $1', [
    version,
  ]);
  return rowCount === 1;
}

function notPublished(version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_NOT_PUBLISHED',
    message: `Version ${version} is not in the catalog.`,
    fix: `Publish it first: schemactl release publish ${version}`,
    meta: { version },
  });
}
