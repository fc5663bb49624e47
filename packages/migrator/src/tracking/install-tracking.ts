import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';
import { trackingSql } from '../embedded.ts';

/** The comment of our namespace: whose it is, and which layout the tables have. */
const MARK = 'schema-migrator 1';

const FIND_NAMESPACE = `
  SELECT pg_catalog.obj_description(oid, 'pg_namespace') AS mark
  FROM pg_catalog.pg_namespace WHERE nspname = 'schema_migrations'`;

/**
 * Creates the tracking tables where they are missing. The migration lock must be held.
 *
 * @throws SchemaServiceError MIGRATION_TRACKING_UNKNOWN when the namespace is another program's, or of a newer migrator
 */
export async function installTracking(client: Client): Promise<void> {
  const { rows } = await client.query<{ mark: string | null }>(FIND_NAMESPACE);
  const found = rows[0];
  // One message without a BEGIN is one transaction.
  if (!found) await client.query(trackingSql);
  else if (found.mark !== MARK) {
    throw new SchemaServiceError({
      code: 'MIGRATION_TRACKING_UNKNOWN',
      message: 'The database has a schema "schema_migrations" that this migrator did not make.',
      why: `Its comment is ${JSON.stringify(found.mark)} and not ${JSON.stringify(MARK)}.`,
      fix: 'Use the newer migrator that made it, or rename that schema if another program owns it.',
      meta: { mark: found.mark },
    });
  }
}
