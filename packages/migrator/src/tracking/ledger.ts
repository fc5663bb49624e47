import { createHash } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';

/** Where the history of one product lies in a database, which may hold those of several. */
export interface Ledger {
  /** The PostgreSQL schema of the tracking tables. */
  readonly schema: string;
  /** The same as SQL writes it. */
  readonly sql: string;
  /** The second half of the migration lock's key: each product has a lock of its own. */
  readonly lockObject: number;
}

/** A connection, and which history is meant on it. */
export interface LedgerConnection {
  readonly client: Client;
  readonly ledger: Ledger;
}

export interface LedgerOptions {
  /** The PostgreSQL schema of the tracking tables, one for each product that shares a database. Default `schema_migrations`. */
  readonly ledgerSchema?: string;
}

export const DEFAULT_SCHEMA = 'schema_migrations';

/**
 * The first half of the advisory lock's key: "SCHM" in ASCII. The second is the
 * ledger's. PostgreSQL keeps advisory locks apart by database, so the database
 * needs no part in the key.
 */
export const LOCK_CLASS = 0x5343484d;

/** "MIGR" in ASCII. */
const DEFAULT_LOCK_OBJECT = 0x4d494752;

/**
 * The ledger that the options mean.
 *
 * @throws SchemaServiceError MIGRATION_LEDGER_SCHEMA_INVALID
 */
export function ledgerOf({ ledgerSchema: schema = DEFAULT_SCHEMA }: LedgerOptions): Ledger {
  if (schema === DEFAULT_SCHEMA) return { schema, sql: schema, lockObject: DEFAULT_LOCK_OBJECT };
  if (!/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw invalidSchema(schema);
  const digest = createHash('sha256').update(schema).digest();
  return { schema, sql: `"${schema}"`, lockObject: digest.readUInt32BE(0) & 0x7fffffff };
}

/** Our SQL, which is written for the default schema, for that of a ledger: one text with a semicolon between them. */
export const sqlFor = ({ sql }: Ledger, texts: readonly string[]): string =>
  texts.join(';\n').replaceAll(DEFAULT_SCHEMA, sql);

function invalidSchema(schema: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_LEDGER_SCHEMA_INVALID',
    message: `${JSON.stringify(schema)} cannot be the schema of the tracking tables.`,
    why: 'It is a name of a to z, 0 to 9 and _, of at most 63 characters, and does not begin with a digit or pg_.',
    fix: `Name it after the product: shop_migrations. Left out it is ${DEFAULT_SCHEMA}.`,
    meta: { ledgerSchema: schema },
  });
}
