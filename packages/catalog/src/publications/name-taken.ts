import { SchemaServiceError } from '@schema-service/errors';
import type { PoolClient } from 'pg';

/** One publisher at a time decides what a name stands for, until its transaction ends. */
export async function lockStaging(client: PoolClient): Promise<void> {
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('schema_catalog.publication', 0))`,
  );
}

/** A file name that has another content already. */
export function nameTaken(filename: string, by: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'PACKAGE_ALREADY_PUBLISHED',
    message: `${filename} already exists, with other content: it is of ${by}.`,
    why: 'A name and version once used is never used again.',
    fix: 'Publish this as a new version.',
    meta: { filename },
  });
}
