import { codeOf } from '../connection/connection-error.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';
import type { ClientVerdict } from './client-verdict.ts';

/** What a database knows of clients. */
export interface KnownClients {
  /** Client versions that work on the database as it is now, at least in part; lowest first. */
  readonly accepted: readonly string[];
  /** Who said hello in the last 30 days, the latest first. */
  readonly seen: readonly SeenClient[];
}

/** A service that said hello. */
export interface SeenClient {
  readonly service: string;
  /** Of its client. */
  readonly version: string;
  /** What the client said: `node` or `python`. */
  readonly language: string;
  /** What the database answers that version now. */
  readonly answer: ClientVerdict['answer'];
  readonly lastSeen: Date;
}

/** A table that is not there, or that this role may not read, or a function that is not. */
const SILENT: readonly unknown[] = ['42P01', '42501', '42883', '3F000'];

/** `null` where the tables are of an earlier migrator, are not there, or are not for this role. */
export async function readClients({
  client,
  ledger: { sql },
}: LedgerConnection): Promise<KnownClients | null> {
  try {
    const accepted = await client.query<Pick<KnownClients, 'accepted'>>(
      `SELECT accepted FROM ${sql}.answer_to(NULL)`,
    );
    const seen = await client.query<SeenClient>(`
      SELECT service, version, language, a.answer, "lastSeen" FROM (
        SELECT service, version, language, pg_catalog.max(last_seen) AS "lastSeen" FROM ${sql}.usage
        WHERE day > current_date - 30 GROUP BY service, version, language
      ) u, LATERAL ${sql}.answer_to(u.version) a
      ORDER BY "lastSeen" DESC`);
    return { accepted: accepted.rows[0]?.accepted ?? [], seen: seen.rows };
  } catch (error) {
    if (SILENT.includes(codeOf(error))) return null;
    throw error;
  }
}
