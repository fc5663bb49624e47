import { SchemaServiceError } from '@schema-service/errors';
import { advanceSql, batchSql, helloSql, trackingSql } from '../embedded.ts';
import type { LedgerConnection } from './ledger.ts';

/** The comment of our namespace: whose it is, and which layout the tables have. */
const MARK = 'schema-migrator 1';

/** Of the function in advance.sql. One with fewer is of an earlier migrator, and stays for it. */
const ADVANCE_ARGUMENTS = 15;

/** What tables of earlier migrators lack. */
const ADD_COLUMNS = `
  ALTER TABLE schema_migrations.history ADD COLUMN IF NOT EXISTS down_checksum text;
  ALTER TABLE schema_migrations.statement ADD COLUMN IF NOT EXISTS digest text`;

const FIND_NAMESPACE = `
  SELECT pg_catalog.obj_description(oid, 'pg_namespace') AS mark,
    EXISTS (SELECT FROM pg_catalog.pg_proc
      WHERE pronamespace = n.oid AND proname = 'advance' AND pronargs = ${ADVANCE_ARGUMENTS})
      AND EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = n.oid AND relname = 'batch')
      AND EXISTS (SELECT FROM pg_catalog.pg_proc WHERE pronamespace = n.oid AND proname = 'users_of') AS "isCurrent"
  FROM pg_catalog.pg_namespace n WHERE nspname = $1`;

/**
 * Creates the tracking tables where they are missing. The migration lock must be held.
 *
 * @throws SchemaServiceError MIGRATION_TRACKING_UNKNOWN when the namespace is another program's, or of a newer migrator
 */
export async function installTracking(connection: LedgerConnection): Promise<void> {
  const { client, ledger } = connection;
  const found = await findTracking(connection);
  // One message without a BEGIN is one transaction.
  const install = (text: string) => client.query(text.replaceAll('schema_migrations', ledger.sql));
  if (!found) await install([trackingSql, advanceSql, batchSql, helloSql].join(';\n'));
  else if (!found.isCurrent)
    await install([ADD_COLUMNS, advanceSql, batchSql, helloSql].join(';\n'));
}

interface FoundTracking {
  readonly mark: string | null;
  /** Whether they are as this migrator makes them. */
  readonly isCurrent: boolean;
}

/**
 * The tracking tables that are there; `undefined` where there are none.
 *
 * @throws SchemaServiceError MIGRATION_TRACKING_UNKNOWN
 */
export async function findTracking({
  client,
  ledger: { schema },
}: LedgerConnection): Promise<FoundTracking | undefined> {
  const { rows } = await client.query<FoundTracking>(FIND_NAMESPACE, [schema]);
  const found = rows[0];
  if (found && found.mark !== MARK) {
    throw new SchemaServiceError({
      code: 'MIGRATION_TRACKING_UNKNOWN',
      message: `The database has a schema "${schema}" that this migrator did not make.`,
      why: `Its comment is ${JSON.stringify(found.mark)} and not ${JSON.stringify(MARK)}.`,
      fix: 'Use the newer migrator that made it; if another program owns it, rename it, or choose another with --ledger-schema (ledgerSchema).',
      meta: { schema, mark: found.mark },
    });
  }
  return found;
}
