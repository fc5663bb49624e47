import type { Pool } from 'pg';
import { type AuditLog, createAuditLog } from './audit/audit-log.ts';
import { createEventLog, type EventLog } from './events/event-log.ts';
import { createPostgresCatalog } from './releases/postgres-catalog.ts';
import type { ReleaseCatalog } from './releases/release-catalog.ts';

/** Everything that a Schema API keeps: each store is one kind of record, all in one database. */
export interface Stores {
  readonly catalog: ReleaseCatalog;
  readonly events: EventLog;
  readonly audit: AuditLog;
}

/** The stores in a database that has the tables of `ensureCatalogSchema`. The pool is the caller's, who ends it. */
export function createStores(pool: Pool): Stores {
  return {
    catalog: createPostgresCatalog({ pool }),
    events: createEventLog(pool),
    audit: createAuditLog(pool),
  };
}
