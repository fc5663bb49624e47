import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError } from '@schema-service/errors';
import { quoteIdentifier, quoteLiteral } from '@schema-service/postgres-sql';
import { cancelled } from '../apply/cancellation.ts';
import { isTableMissing } from '../connection/connection-error.ts';
import { runOrThrow } from '../connection/script-query.ts';
import type { Ledger, LedgerConnection } from '../tracking/ledger.ts';
import { installRareTables } from '../tracking/rare-tables.ts';
import { refuseUsed } from './refuse-used.ts';
import type { VersionEnd } from './version-end.ts';

/** The clients of versions are shut out for a while. */
export interface BrownoutBegan {
  readonly kind: 'brownoutBegan';
  readonly versions: readonly string[];
  /** What ends it, should the migrator not come to that. */
  readonly statement: string;
  readonly durationMs: number;
}

/** Nobody has been heard of so far; told every second. */
export interface BrownoutGoesOn {
  readonly kind: 'brownoutGoesOn';
  readonly versions: readonly string[];
  readonly leftMs: number;
}

export interface BrownoutOptions {
  readonly durationMs: number;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

const LOOK_EVERY_MS = 1000;

/**
 * Takes the right to the schemas of versions from everybody for a while: who uses one fails then, and is heard of. As soon as
 * somebody is, the right is given back, and where nobody asks for the next event any more. If nobody was heard of, it stays
 * taken, for the contract.
 *
 * @throws SchemaServiceError MIGRATION_VERSION_IN_USE with who said hello or was connected meanwhile, MIGRATION_BROWNOUT_REFUSED
 *   where nobody has the right, MIGRATION_CANCELLED
 */
export async function* brownout(
  connection: LedgerConnection,
  { versions, next }: VersionEnd,
  { durationMs, signal }: BrownoutOptions,
): AsyncGenerator<BrownoutBegan | BrownoutGoesOn, void, undefined> {
  const statement = await shutOut(connection, versions);
  const began = performance.now();
  let leftMs = durationMs;
  let isOver = false;
  try {
    yield { kind: 'brownoutBegan', versions, statement, durationMs };
    do {
      const pauseMs = Math.min(LOOK_EVERY_MS, Math.max(0, leftMs));
      await sleep(pauseMs, undefined, signal ? { signal } : {}).catch((cause: unknown) => {
        throw cancelled(cause);
      });
      await refuseUsed(connection, { versions, next, quietMs: performance.now() - began });
      leftMs = began + durationMs - performance.now();
      if (leftMs > 0) yield { kind: 'brownoutGoesOn', versions, leftMs };
    } while (leftMs > 0);
    isOver = true;
  } finally {
    if (!isOver) await endBrownouts(connection);
  }
}

// A GRANT for those who may pass the right on, and one for the others.
const grantsSql = ({ sql }: Ledger): string => `
  SELECT version, schema, pg_catalog.string_agg(roles, ', ') AS roles, pg_catalog.string_agg(text, '; ') AS statement FROM (
    SELECT v.version, n.nspname AS schema, pg_catalog.string_agg(role, ', ') AS roles,
      pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %s%s', n.nspname, pg_catalog.string_agg(role, ', '),
        CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS text
    FROM pg_catalog.unnest($1::pg_catalog.text[]) AS v(version)
    JOIN pg_catalog.pg_namespace n ON n.nspname = ${sql}.schema_of(v.version)
    CROSS JOIN LATERAL (
      SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END AS role, is_grantable
      FROM pg_catalog.aclexplode(n.nspacl) WHERE privilege_type = 'USAGE' AND grantee <> n.nspowner ORDER BY 1
    ) AS held
    GROUP BY v.version, n.nspname, is_grantable
  ) AS grants GROUP BY version, schema`;

interface Granted {
  readonly version: string;
  readonly schema: string;
  /** As SQL, with commas between them. */
  readonly roles: string;
  readonly statement: string;
}

/** In one transaction with the note of what gives the right back, should this process not live to do it. */
async function shutOut(connection: LedgerConnection, versions: readonly string[]): Promise<string> {
  const { client, ledger } = connection;
  const { rows } = await client.query<Granted>(grantsSql(ledger), [versions]);
  if (rows.length === 0) throw nobodyShutOut(versions);
  const texts = rows.flatMap(({ version, schema, roles, statement }) => [
    `INSERT INTO ${ledger.sql}.brownout (version, statement) VALUES (${quoteLiteral(version)}, ${quoteLiteral(statement)})`,
    `REVOKE USAGE ON SCHEMA ${quoteIdentifier(schema)} FROM ${roles} CASCADE`,
  ]);
  await installRareTables(connection, 'versionNotes');
  // One message without a BEGIN is one transaction.
  await runOrThrow(client, texts.join(';\n'));
  return rows.map(({ statement }) => `${statement};`).join(' ');
}

/** Gives back what brownouts have taken, those of a migrator that was killed too, where the schema is still there. */
export async function endBrownouts({ client, ledger }: LedgerConnection): Promise<void> {
  const table = `${ledger.sql}.brownout`;
  try {
    const { rows } = await client.query<{ statement: string }>(
      `SELECT statement FROM ${table} WHERE ${ledger.sql}.schema_of(version) IS NOT NULL`,
    );
    const grants = rows.map(({ statement }) => statement);
    await runOrThrow(client, [...grants, `DELETE FROM ${table}`].join(';\n'));
  } catch (error) {
    // Then none has ever begun.
    if (!isTableMissing(error)) throw error;
  }
}

function nobodyShutOut(versions: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_BROWNOUT_REFUSED',
    message: `A brownout of ${versions.join(', ')} would shut nobody out.`,
    why: 'No role has been granted USAGE on the schema: services use it as its owner or as superusers, or there is no such schema.',
    fix: 'Give services roles of their own, with GRANT USAGE ON SCHEMA, or go without --brownout.',
    meta: { versions },
  });
}
