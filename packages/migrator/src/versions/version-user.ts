import type { LedgerConnection } from '../tracking/ledger.ts';

/** Who uses a version, and by what that is known. */
export interface VersionUser {
  readonly evidence: 'said hello' | 'is connected' | 'is in a transaction that used it';
  /** The service that said hello, or the name of a connection. */
  readonly who: string;
  /** In which languages it said hello: `node`, `python`; left out of a connection. */
  readonly languages?: readonly string[];
  readonly last: Date | null;
}

/** Within how many milliseconds a hello counts, unless it is said: a week. */
export const QUIET_MS: number = 7 * 86_400_000;

/** Who has used a version of late, the latest first. */
export async function readUsers(
  { client, ledger }: LedgerConnection,
  version: string,
  quietMs: number,
): Promise<readonly VersionUser[]> {
  const { rows } = await client.query<VersionUser & { readonly languages: readonly string[] }>(
    `SELECT evidence, who, last, ARRAY(
      SELECT DISTINCT u.language FROM ${ledger.sql}.usage u WHERE evidence = 'said hello' AND u.version = $1 AND u.service = who
        AND u.last_seen > pg_catalog.clock_timestamp() - $2::pg_catalog.interval ORDER BY 1) AS languages
    FROM ${ledger.sql}.users_of($1, $2::pg_catalog.interval) ORDER BY last DESC, who`,
    [version, `${quietMs} milliseconds`],
  );
  return rows.map(({ languages, ...user }) =>
    languages.length === 0 ? user : { ...user, languages },
  );
}

/** `web (node) said hello at 2026-11-29T08:00:00.000Z` */
export const describeUser = ({ evidence, who, languages, last }: VersionUser): string =>
  `${who}${languages ? ` (${languages.join(', ')})` : ''} ${evidence}${last ? ` at ${last.toISOString()}` : ''}`;
