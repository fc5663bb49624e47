import type { Pool, PoolClient } from 'pg';
import { select } from '../database/select.ts';

/** What can happen. `version` and `run` events have the version or the run's id as their subject. */
export const eventKinds = [
  'release.published',
  'release.promoted',
  'release.deprecated',
  'release.yanked',
  'run.started',
  'run.finished',
  'run.failed',
  'drift.found',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Something that happened, as it is recorded. */
export interface CatalogEvent {
  readonly kind: 'catalogEvent';
  /** Rises from event to event in the order in which they became visible; a number as text. */
  readonly id: string;
  readonly event: EventKind;
  /** What it happened to: a version, a run's id, an environment's name. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export type NewEvent = Pick<CatalogEvent, 'event' | 'subject'> & {
  readonly data?: CatalogEvent['data'];
};

export interface EventLog {
  /** The events after an id (of all, without one), oldest first. */
  readonly list: (options: {
    readonly after?: string;
    readonly kinds?: readonly EventKind[];
    readonly limit: number;
  }) => Promise<readonly CatalogEvent[]>;
  /** The id of the newest event; `0` where there is none. */
  readonly lastId: () => Promise<string>;
  /** How often each kind has happened; 0 for what never has. */
  readonly counts: () => Promise<readonly { readonly event: EventKind; readonly count: number }[]>;
}

/** Records an event in the transaction of what it tells of: both are there or neither. */
export async function recordEvent(
  client: PoolClient,
  { event, subject, data = {} }: NewEvent,
): Promise<void> {
  await client.query('INSERT INTO schema_catalog.event (kind, subject, data) VALUES ($1, $2, $3)', [
    event,
    subject,
    JSON.stringify(data),
  ]);
}

interface EventRow {
  readonly id: string;
  readonly kind: EventKind;
  readonly subject: string;
  readonly data: CatalogEvent['data'];
  readonly at: Date;
}

/** The recorded events, in the catalog's database. */
export function createEventLog(pool: Pool): EventLog {
  return {
    list: async ({ after = '0', kinds, limit }) => {
      const rows = await select<EventRow>(
        pool,
        `SELECT id, kind, subject, data, at FROM schema_catalog.event
         WHERE id > $1::bigint AND ($2::text[] IS NULL OR kind = ANY ($2)) ORDER BY id LIMIT $3`,
        [after, kinds === undefined ? null : [...kinds], limit],
      );
      return rows.map(toCatalogEvent);
    },
    lastId: async () => {
      const [row] = await select<{ id: string }>(
        pool,
        'SELECT coalesce(max(id), 0) AS id FROM schema_catalog.event',
      );
      return row?.id ?? '0';
    },
    counts: () =>
      select(
        pool,
        `SELECT event, count(id)::int AS count FROM unnest($1::text[]) AS event
         LEFT JOIN schema_catalog.event e ON e.kind = event GROUP BY event ORDER BY event`,
        [[...eventKinds]],
      ),
  };
}

function toCatalogEvent({ kind, at, ...row }: EventRow): CatalogEvent {
  return { kind: 'catalogEvent', event: kind, at: at.toISOString(), ...row };
}
