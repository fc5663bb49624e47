import type { Pool } from 'pg';
import { withClient } from '../database/with-client.ts';

/** How often something was downloaded on a day. */
export interface DownloadCount {
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  readonly version: string;
  readonly package: string;
  readonly manager: string;
  /** Null for who brought no token. */
  readonly tokenId: string | null;
  readonly count: number;
}

/** Downloads of some days together. */
export interface DownloadSum extends Omit<DownloadCount, 'day' | 'tokenId'> {
  /** The token's name; null for who brought none. */
  readonly token: string | null;
  readonly lastDay: string;
}

export interface DownloadCounts {
  /** Adds to what is there, all or nothing. */
  readonly add: (counts: readonly DownloadCount[]) => Promise<void>;
  /** What was downloaded from one day to another, both included; the most first. */
  readonly sum: (from: string, to: string) => Promise<readonly DownloadSum[]>;
}

export function createDownloadCounts(pool: Pool): DownloadCounts {
  return {
    add: (counts) =>
      withClient(pool, async (client) => {
        // In one order, so that two processes that add at once do not wait for each other in a circle.
        await client.query(
          `INSERT INTO schema_catalog.download (day, version, package, manager, token_id, count)
           SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
             AS added (day, version, package, manager, token_id, count) ORDER BY 1, 2, 3, 4, 5
           ON CONFLICT (day, version, package, manager, token_id)
             DO UPDATE SET count = download.count + excluded.count`,
          [
            counts.map(({ day }) => day),
            counts.map(({ version }) => version),
            counts.map((one) => one.package),
            counts.map(({ manager }) => manager),
            counts.map(({ tokenId }) => tokenId ?? ''),
            counts.map(({ count }) => count),
          ],
        );
      }),
    sum: (from, to) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<DownloadSum & { readonly count: string }>(
          `SELECT d.version, d.package, d.manager, t.name AS token, sum(d.count) AS count,
             max(d.day)::text AS "lastDay"
           FROM schema_catalog.download d LEFT JOIN schema_catalog.token t ON t.id::text = d.token_id
           WHERE d.day BETWEEN $1 AND $2
           GROUP BY d.version, d.package, d.manager, d.token_id, t.name
           ORDER BY sum(d.count) DESC, d.version, d.package, d.manager, t.name`,
          [from, to],
        );
        return rows.map((row) => ({ ...row, count: Number(row.count) }));
      }),
  };
}
