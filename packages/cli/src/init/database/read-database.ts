import { readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import {
  type DatabaseScript,
  type DatabaseStructure,
  findOtherHistories,
  type OtherHistory,
  readDatabaseScript,
  readStructure,
} from '@schema-service/migrator';
import pg from 'pg';

/** What a live database is, as far as it is adopted. */
export interface DatabaseReading {
  /** Where it is, without who asks. */
  readonly label: string;
  readonly structure: DatabaseStructure;
  readonly script: DatabaseScript;
  /** Of other migration tools. */
  readonly histories: readonly OtherHistory[];
}

/**
 * Reads a live database from its catalogs, in one transaction that cannot write.
 * No lock is taken but those of reading the catalogs.
 *
 * @throws SchemaServiceError `DATABASE_*` for one that cannot be reached or read, and `ADOPTION_DATABASE_EMPTY`
 */
export async function readDatabase(url: string): Promise<DatabaseReading> {
  const { config, address, label } = readDatabaseUrl(url, '--from');
  const client = new pg.Client({
    application_name: 'schemactl',
    connectionTimeoutMillis: 10_000,
    ...config,
  });
  // One that breaks between two queries would end the process; the next query reports it.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const histories = await findOtherHistories(client);
    const script = await readDatabaseScript(client);
    const structure = await readStructure(client, { inTransaction: true });
    if (!structure.objects.some(({ kind }) => kind === 'table' || kind === 'view'))
      throw empty(label, histories);
    return { label, structure, script, histories };
  } catch (cause) {
    throw connectionError(cause, address);
  } finally {
    await client.end();
  }
}

function empty(label: string, histories: readonly OtherHistory[]): SchemaServiceError {
  const [history] = histories;
  return new SchemaServiceError({
    code: 'ADOPTION_DATABASE_EMPTY',
    message: `${label} has no table.`,
    why:
      history === undefined
        ? 'There is nothing in it to adopt.'
        : `It has ${history.table}, the history of ${history.tool}, and nothing else.`,
    fix: 'Name the database that your services use. To begin with nothing: schemactl init, without --from',
    meta: { database: label },
  });
}

/** By SQLSTATE. */
const errorCodes: Readonly<Record<string, string>> = {
  '3D000': 'DATABASE_NOT_FOUND',
  '28000': 'DATABASE_AUTHENTICATION_FAILED',
  '28P01': 'DATABASE_AUTHENTICATION_FAILED',
  '53300': 'DATABASE_TOO_MANY_CONNECTIONS',
};

function connectionError(
  cause: unknown,
  {
    host,
    port,
    database,
  }: { readonly host: string; readonly port: string; readonly database: string },
): unknown {
  if (!(cause instanceof Error) || cause instanceof SchemaServiceError) return cause;
  const state = 'code' in cause ? String(cause.code) : '';
  const isDenied = state === '42501';
  const isServers = cause instanceof pg.DatabaseError && errorCodes[state] === undefined;
  if (isServers && !isDenied) return cause;
  return new SchemaServiceError(
    {
      code: isDenied ? 'DATABASE_PERMISSION_DENIED' : (errorCodes[state] ?? 'DATABASE_UNREACHABLE'),
      message: isDenied
        ? `The role may not read the database "${database}".`
        : `No connection to the database "${database}" on ${host}${port && `:${port}`}.`,
      why: cause.message || state,
      fix: isDenied
        ? `Name a role that may connect: GRANT CONNECT ON DATABASE. It needs no right to read rows.`
        : 'Check the connection string, and that a PostgreSQL server answers there.',
      meta: { host, port, database },
    },
    { cause },
  );
}
