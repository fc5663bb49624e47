import type { LedgerConnection } from '../tracking/ledger.ts';

/** Who uses a version, and by what that is known. */
export interface VersionUser {
  readonly evidence: 'said hello' | 'is connected' | 'is in a transaction that used it';
  /** The service that said hello, or the name of a connection. */
  readonly who: string;
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
  const { rows } = await client.query<VersionUser>(
    `SELECT evidence, who, last FROM ${ledger.sql}.users_of($1, $2::pg_catalog.interval) ORDER BY last DESC, who`,
    [version, `${quietMs} milliseconds`],
  );
  return rows;
}

/** `web said hello at 2026-11-29T08:00:00.000Z` */
export const describeUser = ({ evidence, who, last }: VersionUser): string =>
  `${who} ${evidence}${last ? ` at ${last.toISOString()}` : ''}`;
