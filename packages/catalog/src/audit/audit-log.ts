import type { Pool, PoolClient } from 'pg';
import { select } from '../database/select.ts';
import { withClient } from '../database/with-client.ts';

/** Who makes a change. Without one it is who has the database: its role. */
export interface ChangeOrigin {
  /** The token's name. */
  readonly actor: string;
  readonly tokenId?: string;
  readonly requestId?: string;
  /** The IP address that the request came from. */
  readonly address?: string;
}

/** What changed: `release.publish` of `2.0.0`. Holds no secret. */
export interface Change {
  /** A noun and a verb: `token.create`, `run.start`. */
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A change as it is recorded. */
export interface AuditEntry extends Required<Change> {
  readonly kind: 'auditEntry';
  /** Rises from entry to entry; a number as text. */
  readonly id: string;
  readonly actor: string;
  readonly tokenId: string | null;
  readonly requestId: string | null;
  readonly address: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface AuditLog {
  /** The newest first; those before an id, without one from the newest on. */
  readonly list: (options: {
    readonly before?: string;
    readonly limit: number;
  }) => Promise<readonly AuditEntry[]>;
  /** Records a change that has no transaction of its own here. */
  readonly record: (change: Change, origin?: ChangeOrigin) => Promise<void>;
}

/** Records a change in the transaction that makes it: both are there or neither. */
export async function recordChange(
  client: PoolClient,
  { action, subject, detail = {} }: Change,
  origin?: ChangeOrigin,
): Promise<void> {
  await client.query(
    `INSERT INTO schema_catalog.audit (actor, token_id, action, subject, detail, request_id, address)
     VALUES (coalesce($1, session_user), $2, $3, $4, $5, $6, $7)`,
    [
      origin?.actor ?? null,
      origin?.tokenId ?? null,
      action,
      subject,
      JSON.stringify(detail),
      origin?.requestId ?? null,
      origin?.address ?? null,
    ],
  );
}

interface AuditRow {
  readonly id: string;
  readonly actor: string;
  readonly token_id: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: AuditEntry['detail'];
  readonly request_id: string | null;
  readonly address: string | null;
  readonly at: Date;
}

/** The audit log, in the catalog's database. */
export function createAuditLog(pool: Pool): AuditLog {
  return {
    list: async ({ before, limit }) => {
      const rows = await select<AuditRow>(
        pool,
        `SELECT id, actor, token_id, action, subject, detail, request_id, host(address) AS address, at
         FROM schema_catalog.audit WHERE $1::bigint IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
        [before ?? null, limit],
      );
      return rows.map(({ token_id, request_id, at, ...row }) => ({
        kind: 'auditEntry',
        ...row,
        tokenId: token_id,
        requestId: request_id,
        at: at.toISOString(),
      }));
    },
    record: (change, origin) => withClient(pool, (client) => recordChange(client, change, origin)),
  };
}
