import { SchemaServiceError } from '@schema-service/errors';
import type { Pool } from 'pg';

export interface ConnectedPool extends AsyncDisposable {
  readonly pool: Pool;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Connects before the engine does, whose words for what is wrong are few. */
export async function connectPool(connectionString: string): Promise<ConnectedPool> {
  const { default: pg } = await import('pg');
  const { host, port, pathname } = addressOf(connectionString);
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'schema-introspection',
  });
  // A connection that breaks while it is idle would end the process; the next query reports it.
  pool.on('error', () => {});
  try {
    (await pool.connect()).release();
    return { pool, [Symbol.asyncDispose]: () => pool.end() };
  } catch (cause) {
    await pool.end();
    const reason = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
    throw new SchemaServiceError(
      {
        code: errorCodes[codeOf(cause)] ?? 'DATABASE_UNREACHABLE',
        message: `No connection to the database "${pathname.slice(1)}" on ${host || 'localhost'}.`,
        why: reason,
        fix: 'Check the connection string, and that a PostgreSQL server answers there.',
        meta: { host, port, database: pathname.slice(1) },
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

function addressOf(connectionString: string): URL {
  try {
    const url = new URL(connectionString);
    if (/^postgres(ql)?:$/.test(url.protocol)) return url;
  } catch {
    // Said below, without the string: it may hold a password.
  }
  throw new SchemaServiceError({
    code: 'DATABASE_URL_INVALID',
    message: 'The connection string cannot be read.',
    fix: 'Write it like postgresql://user:password@host:5432/database, with special characters percent-encoded.',
  });
}
