import { SchemaServiceError } from '@schema-service/errors';
import {
  advanceSql,
  currentVersionSql,
  guardsSql,
  helloSql,
  readersSql,
  trackingSql,
  versionsSql,
} from '../embedded.ts';
import { type Ledger, type LedgerConnection, sqlFor } from './ledger.ts';
import { ALL_RARE_TABLES } from './rare-tables.ts';

/** The comment of our namespace: whose it is, and which layout the tables have. */
const MARK = 'schema-migrator 1';

const COMMENT = `COMMENT ON SCHEMA schema_migrations IS '${MARK}'`;

/** Of the function in advance.sql. One with fewer is of an earlier migrator, and stays for it. */
const ADVANCE_ARGUMENTS = 15;

/** What tables of earlier migrators lack. */
const ADD_COLUMNS = `
  ALTER TABLE schema_migrations.history ADD COLUMN IF NOT EXISTS down_checksum text;
  ALTER TABLE IF EXISTS schema_migrations.statement ADD COLUMN IF NOT EXISTS digest text`;

/** What stands on the tables. Like those it may run again. */
const UPON_TABLES = [guardsSql, advanceSql, currentVersionSql, versionsSql, helloSql];

/** Ours are tested, and lost with all that is written behind them if they do not reach the disk. */
const QUICKLY = ['SET LOCAL check_function_bodies = off', 'SET LOCAL synchronous_commit = off'];

/** By their columns, where a restore has left out the comment. */
const OUR_COLUMNS = ['migration', 'completes_version', 'checksum', 'attempt', 'tool_version'];

const FIND_NAMESPACE = `
  SELECT pg_catalog.obj_description(oid, 'pg_namespace') AS mark,
    EXISTS (SELECT FROM pg_catalog.pg_proc
      WHERE pronamespace = n.oid AND proname = 'advance' AND pronargs = ${ADVANCE_ARGUMENTS})
      AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class
        WHERE relnamespace = n.oid
          AND ((relname = 'versions' AND relnatts = 9) OR (relname = 'current_version' AND relnatts = 3))) = 2
      AND EXISTS (SELECT FROM pg_catalog.pg_proc WHERE pronamespace = n.oid AND proname = 'users_of') AS "isCurrent",
    (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = n.oid AND c.relname = 'history' AND a.attname = ANY ($2)) = ${OUR_COLUMNS.length} AS "hasHistory",
    pg_catalog.pg_has_role(nspowner, 'USAGE') AS "isOwner"
  FROM pg_catalog.pg_namespace n WHERE nspname = $1`;

/**
 * Creates the tracking tables where they are missing, and says whether all were; those that few databases need come later, see
 * rare-tables.ts. The migration lock must be held.
 *
 * @throws SchemaServiceError MIGRATION_TRACKING_UNKNOWN when the namespace is another program's, or of a newer migrator
 */
export async function installTracking(connection: LedgerConnection): Promise<boolean> {
  const { client, ledger } = connection;
  const found = await findTracking(connection);
  // One message without a BEGIN is one transaction.
  for (const text of trackingStatements(ledger, found)) await client.query(text);
  return found === undefined;
}

/** What makes the tracking tables of a database what they are to be, a transaction each. */
export function trackingStatements(
  ledger: Ledger,
  found: FoundTracking | undefined,
): readonly string[] {
  if (!found) {
    const namespace = ['CREATE SCHEMA schema_migrations', COMMENT];
    return [sqlFor(ledger, [...QUICKLY, ...namespace, trackingSql, ...UPON_TABLES])];
  }
  return [
    ...(found.isCurrent
      ? []
      : [
          sqlFor(ledger, [
            ...[...QUICKLY, trackingSql, ADD_COLUMNS, ...UPON_TABLES],
            // Of tables that a restore has brought without what stands on them, too.
            ...ALL_RARE_TABLES,
            readersSql,
          ]),
        ]),
    ...(found.mark === null && found.isOwner ? [sqlFor(ledger, [COMMENT])] : []),
    catchUpIds(ledger),
  ];
}

/**
 * Logical replication, and a switch to what it made, bring the rows and leave the sequence of their ids where it began:
 * the next id would be one that is there.
 */
function catchUpIds({ sql }: Ledger): string {
  const sequence = `pg_catalog.pg_get_serial_sequence('${sql}.history', 'id')`;
  return `SELECT pg_catalog.setval(${sequence}, last) FROM (SELECT pg_catalog.max(id) AS last FROM ${sql}.history) h
    WHERE CASE WHEN pg_catalog.has_sequence_privilege(${sequence}, 'UPDATE')
      THEN last > coalesce(pg_catalog.pg_sequence_last_value(${sequence}), 0) ELSE false END`;
}

export interface FoundTracking {
  readonly mark: string | null;
  /** Whether they are as this migrator makes them. */
  readonly isCurrent: boolean;
  /** Whether there is a history of ours, whatever the comment says. */
  readonly hasHistory: boolean;
  /** Whether the comment may be written. */
  readonly isOwner: boolean;
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
  const { rows } = await client.query<FoundTracking>(FIND_NAMESPACE, [schema, OUR_COLUMNS]);
  const found = rows[0];
  if (found && found.mark !== MARK && !(found.mark === null && found.hasHistory)) {
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
