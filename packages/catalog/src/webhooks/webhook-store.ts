import type { Pool, PoolClient } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { inTransaction, withClient } from '../database/with-client.ts';
import type { EventKind } from '../events/event-log.ts';

/** Who is told of events over HTTP. Its secret is not among what is read. */
export interface Webhook {
  readonly kind: 'webhook';
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly EventKind[];
  readonly enabled: boolean;
  /** Why nothing is sent any more, where it was the receiver who said so. */
  readonly disabledReason: string | null;
  /** Until when the secret from before a rotation signs too; ISO 8601 in UTC. */
  readonly previousSecretUntil: string | null;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

export interface NewWebhook extends Pick<Webhook, 'id' | 'url' | 'description' | 'kinds'> {
  /** Encrypted by the caller: the database never sees what it says. */
  readonly secret: Uint8Array;
}

export interface WebhookStore {
  readonly create: (webhook: NewWebhook, origin?: ChangeOrigin) => Promise<Webhook>;
  /** The oldest first. */
  readonly list: () => Promise<readonly Webhook[]>;
  readonly find: (id: string) => Promise<Webhook | undefined>;
  /** What is not said stays as it was. */
  readonly update: (
    id: string,
    change: Partial<Pick<Webhook, 'url' | 'description' | 'kinds' | 'enabled' | 'disabledReason'>>,
    origin?: ChangeOrigin,
  ) => Promise<Webhook | undefined>;
  /** The secret from before goes on signing for so many seconds. */
  readonly rotateSecret: (
    id: string,
    secret: Uint8Array,
    overlap: number,
    origin?: ChangeOrigin,
  ) => Promise<Webhook | undefined>;
  /** With its deliveries. */
  readonly remove: (id: string, origin?: ChangeOrigin) => Promise<Webhook | undefined>;
}

interface WebhookRow {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly EventKind[];
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly previous_until: Date | null;
  readonly created_at: Date;
}

const columns = `id, url, description, kinds, enabled, disabled_reason, created_at,
  CASE WHEN previous_until > now() THEN previous_until END AS previous_until`;

export function createWebhookStore(pool: Pool): WebhookStore {
  const change = (
    action: string,
    sql: string,
    parameters: readonly unknown[],
    origin?: ChangeOrigin,
  ): Promise<Webhook | undefined> =>
    inTransaction(pool, async (client) => {
      const [webhook] = await select(client, `${sql} RETURNING ${columns}`, parameters);
      if (webhook === undefined) return undefined;
      const { id: subject, kinds, enabled, disabledReason } = webhook;
      // A path of a URL may be a secret; the host is none.
      const detail = { host: new URL(webhook.url).host, kinds, enabled, disabledReason };
      await recordChange(client, { action, subject, detail }, origin);
      return webhook;
    });

  return {
    create: async ({ id, url, description, kinds, secret }, origin) => {
      const sql = `INSERT INTO schema_catalog.webhook (id, url, description, kinds, secret)
        VALUES ($1, $2, $3, $4, $5)`;
      const values = [id, url, description, [...kinds], Buffer.from(secret)];
      const webhook = await change('webhook.create', sql, values, origin);
      if (webhook === undefined) throw new Error('An insert without a row.');
      return webhook;
    },
    list: () =>
      withClient(pool, (client) =>
        select(client, `SELECT ${columns} FROM schema_catalog.webhook ORDER BY created_at, id`),
      ),
    find: (id) =>
      withClient(pool, async (client) => {
        const sql = `SELECT ${columns} FROM schema_catalog.webhook WHERE id = $1`;
        return (await select(client, sql, [id]))[0];
      }),
    update: (id, { url, description, kinds, enabled, disabledReason = null }, origin) =>
      change(
        'webhook.update',
        `UPDATE schema_catalog.webhook SET url = coalesce($2, url),
           description = coalesce($3, description), kinds = coalesce($4, kinds),
           enabled = coalesce($5, enabled),
           disabled_reason = CASE WHEN $5 IS NULL THEN disabled_reason ELSE $6 END
         WHERE id = $1`,
        [id, url, description, kinds && [...kinds], enabled, disabledReason],
        origin,
      ),
    rotateSecret: (id, secret, overlap, origin) =>
      change(
        'webhook.rotate-secret',
        `UPDATE schema_catalog.webhook SET secret = $2,
           previous_secret = CASE WHEN $3 > 0 THEN secret END,
           previous_until = CASE WHEN $3 > 0 THEN now() + make_interval(secs => $3) END
         WHERE id = $1`,
        [id, Buffer.from(secret), overlap],
        origin,
      ),
    remove: (id, origin) =>
      change('webhook.delete', 'DELETE FROM schema_catalog.webhook WHERE id = $1', [id], origin),
  };
}

async function select(
  client: PoolClient,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Webhook[]> {
  const { rows } = await client.query<WebhookRow>(sql, [...parameters]);
  return rows.map(({ disabled_reason, previous_until, created_at, ...row }) => ({
    kind: 'webhook',
    ...row,
    disabledReason: disabled_reason,
    previousSecretUntil: previous_until?.toISOString() ?? null,
    createdAt: created_at.toISOString(),
  }));
}
