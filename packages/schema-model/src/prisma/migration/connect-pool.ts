import { readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import type { Pool } from 'pg';

export interface ConnectedPool extends AsyncDisposable {
  readonly pool: Pool;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects before the engine does, whose words for what is wrong are few. */
export async function connectPool(connectionString: string): Promise<ConnectedPool> {
  const { default: pg } = await import('pg');
  const { config, address } = readDatabaseUrl(connectionString);
  const pool = new pg.Pool({
    max: 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'schema-introspection',
    ...config,
  });
  // A connection that breaks while it is idle would end the process; the next query reports it.
  pool.on('error', () => {});
  try {
    (await pool.connect()).release();
    return { pool, [Symbol.asyncDispose]: () => pool.end() };
  } catch (cause) {
    await pool.end();
    const { host, port, database } = address;
    const reason = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
    throw new SchemaServiceError(
      {
        code: errorCodes[codeOf(cause)] ?? 'DATABASE_UNREACHABLE',
        message: `No connection to the database "${database}" on ${host}${port && `:${port}`}.`,
        why: reason,
        fix: 'Check the connection string, and that a PostgreSQL server answers there.',
        meta: { host, port, database },
      },
      { cause },
    );
  }
}

/** By SQLSTATE. */
const errorCodes: Readonly<Record<string, string>> = {
  '3D000': 'DATABASE_NOT_FOUND',
  '28000': 'DATABASE_AUTHENTICATION_FAILED',
  '28P01': 'DATABASE_AUTHENTICATION_FAILED',
  '53300': 'DATABASE_TOO_MANY_CONNECTIONS',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
