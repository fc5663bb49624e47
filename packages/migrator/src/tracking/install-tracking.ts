import { SchemaServiceError } from '@schema-service/errors';
import { advanceSql, trackingSql } from '../embedded.ts';
import type { LedgerConnection } from './ledger.ts';

/** The comment of our namespace: whose it is, and which layout the tables have. */
const MARK = 'schema-migrator 1';

const ADD_DIGESTS = 'ALTER TABLE schema_migrations.statement ADD COLUMN digest text';

const FIND_NAMESPACE = `
  SELECT pg_catalog.obj_description(oid, 'pg_namespace') AS mark,
    EXISTS (SELECT FROM pg_catalog.pg_proc WHERE pronamespace = n.oid AND proname = 'advance') AS advances,
    EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = (
      SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = n.oid AND relname = 'statement'
    ) AND attname = 'digest') AS digests
  FROM pg_catalog.pg_namespace n WHERE nspname = $1`;

interface Namespace {
  readonly mark: string | null;
  /** Whether it has what came later: the tables of an older migrator get it, and that one goes on working with them. */
  readonly advances: boolean;
  readonly digests: boolean;
}

/**
 * Creates the tracking tables where they are missing. The migration lock must be held.
 *
 * @throws SchemaServiceError MIGRATION_TRACKING_UNKNOWN when the namespace is another program's, or of a newer migrator
 */
export async function installTracking({ client, ledger }: LedgerConnection): Promise<void> {
  const { schema, sql } = ledger;
  const { rows } = await client.query<Namespace>(FIND_NAMESPACE, [schema]);
  const found = rows[0];
  // One message without a BEGIN is one transaction.
  const install = (text: string) => client.query(text.replaceAll('schema_migrations', sql));
  if (!found) await install(`${trackingSql};\n${advanceSql}`);
  else if (found.mark === MARK) {
    if (!found.advances) await install(advanceSql);
    if (!found.digests) await install(ADD_DIGESTS);
  } else {
    throw new SchemaServiceError({
      code: 'MIGRATION_TRACKING_UNKNOWN',
      message: `The database has a schema "${schema}" that this migrator did not make.`,
      why: `Its comment is ${JSON.stringify(found.mark)} and not ${JSON.stringify(MARK)}.`,
      fix: 'Use the newer migrator that made it; if another program owns it, rename it, or choose another with --ledger-schema (ledgerSchema).',
      meta: { schema, mark: found.mark },
    });
  }
}
