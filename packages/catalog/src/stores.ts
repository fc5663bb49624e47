import type { Pool } from 'pg';
import { type AuditLog, createAuditLog } from './audit/audit-log.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import { createPostgresBlobs } from './blobs/postgres-blobs.ts';
import { createDiagramStore, type DiagramStore } from './diagrams/diagram-store.ts';
import { createEventLog, type EventLog } from './events/event-log.ts';
import { createPublications, type Publications } from './publications/publications.ts';
import { createPostgresCatalog } from './releases/postgres-catalog.ts';
import type { ReleaseCatalog } from './releases/release-catalog.ts';
import { createRolloutStore, type RolloutStore } from './rollouts/rollout-store.ts';
import { createRunStore, type RunStore } from './runs/run-store.ts';
import type { TokenStore } from './tokens/token.ts';
import { createTokenStore } from './tokens/token-store.ts';
import { createDownloadCounts, type DownloadCounts } from './usage/download-counts.ts';
import { createDeliveryQueue, type DeliveryQueue } from './webhooks/delivery-queue.ts';
import { createWebhookStore, type WebhookStore } from './webhooks/webhook-store.ts';
import {
  createWorkingSchemaStore,
  type WorkingSchemaStore,
} from './working-schemas/working-schema-store.ts';

/** Everything that a Schema API keeps: each store is one kind of record, all in one database. */
export interface Stores {
  readonly catalog: ReleaseCatalog;
  readonly publications: Publications;
  readonly blobs: BlobStore;
  readonly events: EventLog;
  readonly audit: AuditLog;
  readonly tokens: TokenStore;
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryQueue;
  readonly downloads: DownloadCounts;
  readonly runs: RunStore;
  readonly rollouts: RolloutStore;
  readonly diagrams: DiagramStore;
  readonly workingSchemas: WorkingSchemaStore;
}

/**
 * The stores in a database that has the tables of `ensureCatalogSchema`. The pool is the caller's, who ends it.
 *
 * @param blobs where the bytes of artifacts are kept; default: the same database
 */
export function createStores(pool: Pool, blobs: BlobStore = createPostgresBlobs(pool)): Stores {
  // A session that is ended in the moment in which it begins says so before anyone can listen: unheard, it would end
  // the process. Who uses the connection hears of it by the next query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    catalog: createPostgresCatalog({ pool, blobs }),
    publications: createPublications(pool, blobs),
    blobs,
    events: createEventLog(pool),
    audit: createAuditLog(pool),
    tokens: createTokenStore(pool),
    webhooks: createWebhookStore(pool),
    deliveries: createDeliveryQueue(pool),
    downloads: createDownloadCounts(pool),
    runs: createRunStore(pool),
    rollouts: createRolloutStore(pool),
    diagrams: createDiagramStore(pool),
    workingSchemas: createWorkingSchemaStore(pool),
  };
}
