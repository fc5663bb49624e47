import type { Pool } from 'pg';
import { type ChangeOrigin, recordChange } from '../audit/audit-log.ts';
import { inTransaction, withClient } from '../database/with-client.ts';
import type { CatalogEvent, EventKind } from '../events/event-log.ts';

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

/** An event on its way to a webhook. */
export interface Delivery {
  readonly kind: 'delivery';
  /** Rises from delivery to delivery; a number as text. */
  readonly id: string;
  readonly webhookId: string;
  /** `webhook.test` where somebody asked for one. */
  readonly event: EventKind | 'webhook.test';
  readonly eventId: string | null;
  readonly subject: string;
  readonly status: DeliveryStatus;
  /** When it is tried (again), while it is pending; ISO 8601 in UTC. */
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
  /** The newest last; at most 20. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** How one try went. */
export interface DeliveryAttempt {
  readonly number: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** In milliseconds. */
  readonly duration: number;
  /** The HTTP status; null where there was no answer. */
  readonly responseStatus: number | null;
  /** The beginning of the answer. */
  readonly responseBody: string | null;
  readonly error: string | null;
}

/** A delivery that this process is to try now, and nobody else for as long as the lease. */
export interface ClaimedDelivery {
  readonly kind: 'claimedDelivery';
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  /** Encrypted; the newest first. */
  readonly secrets: readonly Uint8Array[];
  /** Which attempt it is, over all. */
  readonly attempt: number;
  /** Which attempt it is since it was asked for. */
  readonly tries: number;
  /** Null for a test. */
  readonly event: CatalogEvent | null;
}

/** The outcome of an attempt, and what follows: no pause means that there is no other. */
export interface AttemptOutcome extends Omit<DeliveryAttempt, 'number'> {
  readonly status: DeliveryStatus;
  /** In seconds, while it stays pending. */
  readonly pause?: number;
}

export interface DeliveryQueue {
  /** The newest first. */
  readonly list: (options: {
    readonly webhookId?: string;
    readonly status?: DeliveryStatus;
    readonly before?: string;
    readonly limit: number;
  }) => Promise<readonly Delivery[]>;
  /** Asks for a delivery without an event. @returns its id; undefined where there is no such webhook */
  readonly addTest: (webhookId: string, origin?: ChangeOrigin) => Promise<string | undefined>;
  /** Sends a delivery once more, however it went. @returns whether there is one */
  readonly replay: (id: string, origin?: ChangeOrigin) => Promise<boolean>;
  /**
   * Takes deliveries that are due. One whose lease (in seconds) is over without an
   * outcome is due again: its process is gone.
   *
   * @param busy webhooks that have as many under way as they may
   */
  readonly claim: (options: {
    readonly limit: number;
    readonly lease: number;
    readonly perWebhook: number;
    readonly busy: readonly string[];
  }) => Promise<readonly ClaimedDelivery[]>;
  /** Says how an attempt went. Without effect where the delivery is another's by now. */
  readonly settle: (delivery: ClaimedDelivery, outcome: AttemptOutcome) => Promise<void>;
  /** Forgets what is done and older than so many days. */
  readonly forget: (days: number) => Promise<void>;
}

export function createDeliveryQueue(pool: Pool): DeliveryQueue {
  return {
    list: ({ webhookId, status, before, limit }) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<DeliveryRow>(
          `SELECT d.id, d.webhook_id, d.event_id, d.status, d.next_attempt_at, d.created_at,
             e.kind, e.subject, tried.attempts
           FROM schema_catalog.webhook_delivery d
           LEFT JOIN schema_catalog.event e ON e.id = d.event_id
           CROSS JOIN LATERAL (
             SELECT coalesce(jsonb_agg(to_jsonb(a) - 'delivery_id' ORDER BY number), '[]') AS attempts
             FROM (SELECT * FROM schema_catalog.webhook_attempt WHERE delivery_id = d.id
                   ORDER BY number DESC LIMIT 20) a
           ) tried
           WHERE ($1::uuid IS NULL OR d.webhook_id = $1) AND ($2::text IS NULL OR d.status = $2)
             AND ($3::bigint IS NULL OR d.id < $3)
           ORDER BY d.id DESC LIMIT $4`,
          [webhookId ?? null, status ?? null, before ?? null, limit],
        );
        return rows.map(toDelivery);
      }),

    addTest: (webhookId, origin) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          `INSERT INTO schema_catalog.webhook_delivery (webhook_id)
           SELECT id FROM schema_catalog.webhook WHERE id = $1 RETURNING id`,
          [webhookId],
        );
        const id = rows[0]?.id;
        if (id === undefined) return undefined;
        const change = { action: 'webhook.test', subject: webhookId, detail: { delivery: id } };
        await recordChange(client, change, origin);
        return id;
      }),

    replay: (id, origin) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ webhook_id: string }>(
          `UPDATE schema_catalog.webhook_delivery
           SET status = 'pending', tries = 0, next_attempt_at = now() WHERE id = $1
           RETURNING webhook_id`,
          [id],
        );
        const subject = rows[0]?.webhook_id;
        if (subject === undefined) return false;
        const change = { action: 'webhook.replay', subject, detail: { delivery: id } };
        await recordChange(client, change, origin);
        return true;
      }),

    claim: ({ limit, lease, perWebhook, busy }) =>
      withClient(pool, async (client) => {
        const { rows } = await client.query<ClaimedRow>(
          `WITH due AS (
             SELECT d.id, row_number() OVER (PARTITION BY webhook_id ORDER BY next_attempt_at, d.id) AS place
             FROM schema_catalog.webhook_delivery d JOIN schema_catalog.webhook w ON w.id = d.webhook_id
             WHERE d.status = 'pending' AND d.next_attempt_at <= now() AND w.enabled
               AND d.webhook_id <> ALL ($4::uuid[])
           ), taken AS (
             SELECT d.id FROM schema_catalog.webhook_delivery d JOIN due USING (id)
             WHERE due.place <= $3 AND d.status = 'pending' AND d.next_attempt_at <= now()
             ORDER BY d.next_attempt_at, d.id LIMIT $1 FOR UPDATE OF d SKIP LOCKED
           )
           UPDATE schema_catalog.webhook_delivery d
           SET attempts = d.attempts + 1, tries = d.tries + 1,
               next_attempt_at = now() + make_interval(secs => $2)
           FROM taken, schema_catalog.webhook w, (
             SELECT t.id AS delivery_id, e.* FROM taken t
             JOIN schema_catalog.webhook_delivery x ON x.id = t.id
             LEFT JOIN schema_catalog.event e ON e.id = x.event_id
           ) e
           WHERE d.id = taken.id AND w.id = d.webhook_id AND e.delivery_id = d.id
           RETURNING d.id, d.webhook_id, d.attempts, d.tries, d.event_id, w.url, w.secret,
             CASE WHEN w.previous_until > now() THEN w.previous_secret END AS previous_secret,
             e.kind, e.subject, e.data, e.at`,
          [limit, lease, perWebhook, [...busy]],
        );
        return rows.map(toClaimed);
      }),

    settle: ({ id, attempt }, { status, pause = 0, ...tried }) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE schema_catalog.webhook_delivery
           SET status = $3, next_attempt_at = now() + make_interval(secs => $4)
           WHERE id = $1 AND attempts = $2 AND status = 'pending'`,
          [id, attempt, status, pause],
        );
        if (rowCount === 0) return;
        const { at, duration, responseStatus, responseBody, error } = tried;
        await client.query(
          `INSERT INTO schema_catalog.webhook_attempt
             (delivery_id, number, at, duration_ms, response_status, response_body, error)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [id, attempt, at, Math.round(duration), responseStatus, responseBody, error],
        );
      }),

    forget: (days) =>
      withClient(pool, async (client) => {
        await client.query(
          `DELETE FROM schema_catalog.webhook_delivery WHERE id IN (
             SELECT id FROM schema_catalog.webhook_delivery
             WHERE status <> 'pending' AND created_at < now() - make_interval(days => $1) LIMIT 1000)`,
          [days],
        );
      }),
  };
}

interface DeliveryRow {
  readonly id: string;
  readonly webhook_id: string;
  readonly event_id: string | null;
  readonly status: DeliveryStatus;
  readonly next_attempt_at: Date;
  readonly created_at: Date;
  readonly kind: EventKind | null;
  readonly subject: string | null;
  readonly attempts: readonly {
    readonly number: number;
    readonly at: string;
    readonly duration_ms: number;
    readonly response_status: number | null;
    readonly response_body: string | null;
    readonly error: string | null;
  }[];
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    kind: 'delivery',
    id: row.id,
    webhookId: row.webhook_id,
    event: row.kind ?? 'webhook.test',
    eventId: row.event_id,
    subject: row.subject ?? '',
    status: row.status,
    nextAttemptAt: row.status === 'pending' ? row.next_attempt_at.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    attempts: row.attempts.map((tried) => ({
      number: tried.number,
      at: new Date(tried.at).toISOString(),
      duration: tried.duration_ms,
      responseStatus: tried.response_status,
      responseBody: tried.response_body,
      error: tried.error,
    })),
  };
}

interface ClaimedRow {
  readonly id: string;
  readonly webhook_id: string;
  readonly attempts: number;
  readonly tries: number;
  readonly event_id: string | null;
  readonly url: string;
  readonly secret: Buffer;
  readonly previous_secret: Buffer | null;
  readonly kind: EventKind | null;
  readonly subject: string | null;
  readonly data: CatalogEvent['data'] | null;
  readonly at: Date | null;
}

function toClaimed(row: ClaimedRow): ClaimedDelivery {
  const { event_id: id, kind, subject, data, at } = row;
  const isEvent = id !== null && kind !== null && subject !== null && data !== null && at !== null;
  return {
    kind: 'claimedDelivery',
    id: row.id,
    webhookId: row.webhook_id,
    url: row.url,
    secrets: [row.secret, ...(row.previous_secret === null ? [] : [row.previous_secret])],
    attempt: row.attempts,
    tries: row.tries,
    event: isEvent
      ? { kind: 'catalogEvent', id, event: kind, subject, data, at: at.toISOString() }
      : null,
  };
}
