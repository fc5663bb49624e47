import { isTableMissing } from '../connection/connection-error.ts';
import { compareVersions } from '../migrations/version.ts';
import type { LedgerConnection } from '../tracking/ledger.ts';

/** A version that clients find in a database, or did. */
export interface ServedVersion {
  readonly version: string;
  /** The PostgreSQL schema of its views; `null` where its clients use the tables themselves, or where it is gone. */
  readonly schema: string | null;
  /** `opening`: its migrations have begun. `retiring`: somebody has said when it ends. `ended`: its contract has run. */
  readonly state: 'opening' | 'open' | 'retiring' | 'ended';
  /** When its last migration was applied. */
  readonly openedAt: Date | null;
  /** The day from which on its clients are refused: `2026-12-31`. */
  readonly endsOn: string | null;
  /** What its clients are told beside that. */
  readonly message: string | null;
  /** The statement that ends the brownout which is on. */
  readonly brownout: string | null;
  readonly endedAt: Date | null;
  /** When it was given its schema by `adopt`; `null` where its migrations, or those of a later version, have made it. */
  readonly adoptedAt: Date | null;
}

/** Lowest first; none where the tables are of an earlier migrator, or are not there. */
export async function readVersions({
  client,
  ledger,
}: LedgerConnection): Promise<readonly ServedVersion[]> {
  try {
    const { rows } = await client.query<ServedVersion>(
      `SELECT version, schema_name AS schema, state, opened_at AS "openedAt", ends_on::text AS "endsOn", message, brownout, ended_at AS "endedAt",
        -- Which those of an earlier migrator do not have.
        (pg_catalog.to_jsonb(v) ->> 'adopted_at')::pg_catalog.timestamptz AS "adoptedAt"
      FROM ${ledger.sql}.versions v`,
    );
    return rows.sort((a, b) => compareVersions(a.version, b.version));
  } catch (error) {
    if (isTableMissing(error)) return [];
    throw error;
  }
}

/** Whether a version is there to be used. */
export const isAlive = ({ state }: ServedVersion): boolean =>
  state === 'open' || state === 'retiring';
