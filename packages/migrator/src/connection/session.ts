import { hostname, userInfo } from 'node:os';
import { readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import type Pg from 'pg';
import type { Client, ClientConfig } from 'pg';
import type { Ledger, LedgerConnection } from '../tracking/ledger.ts';
import { connectionError, watchEnding } from './connection-error.ts';

/** A connection that stays one session of the server from the lock to the last commit. */
export interface Session extends LedgerConnection, AsyncDisposable {
  /** Made here, so that its settings may be reset and it is closed at the end. A client that was handed in is left as it came. */
  readonly owned: boolean;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects, or takes the connected client that was given.
 *
 * @throws SchemaServiceError DATABASE_URL_INVALID, DATABASE_URL_PARAMETER_REFUSED, DATABASE_UNREACHABLE, DATABASE_NOT_FOUND,
 *   DATABASE_AUTHENTICATION_FAILED, DATABASE_TOO_MANY_CONNECTIONS, DATABASE_CLIENT_IN_TRANSACTION
 */
export async function openSession(connection: string | Client, ledger: Ledger): Promise<Session> {
  if (typeof connection !== 'string') {
    refuseTransaction(connection);
    return { client: connection, ledger, owned: false, [Symbol.asyncDispose]: async () => {} };
  }
  return ownSession(await connect(readDatabaseUrl(connection).config), ledger);
}

/** A second connection to the same server, to the same database where no other is named. */
export async function openSibling({ client, ledger }: Session, other?: string): Promise<Session> {
  const { host, port, database, user, password, ssl } = client as Client & ClientConfig;
  const config = { host, port, database: other ?? database, user, password, ssl } as ClientConfig;
  return ownSession(await connect(config), ledger);
}

function ownSession(client: Client, ledger: Ledger): Session {
  // A connection that is broken already needs no end.
  const end = (): Promise<void> => client.end().catch(() => {});
  return { client, ledger, owned: true, [Symbol.asyncDispose]: end };
}

/** Our transactions would end inside the caller's. */
function refuseTransaction(client: Client): void {
  const status = (
    client as Client & { getTransactionStatus(): string | null }
  ).getTransactionStatus();
  if (status === null || status === 'I') return;
  throw new SchemaServiceError({
    code: 'DATABASE_CLIENT_IN_TRANSACTION',
    message: 'The given client is in a transaction.',
    why: 'Every migration is a transaction of its own.',
    fix: 'Commit first, or give another client or a connection string.',
  });
}

async function connect(config: ClientConfig): Promise<Client> {
  // Only here, because a caller with a client of its own has loaded it already; and without pg's pool and bindings.
  // @ts-expect-error It is pg's Client, and has no types under this name.
  const { default: Client }: { default: typeof Pg.Client } = await import('pg/lib/client.js');
  const client = createClient(Client, config);
  watchEnding(client);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const { host, port, database = '', user = '' } = client;
    throw connectionError(cause, { host, port, database, user });
  }
}

function createClient(Client: typeof Pg.Client, config: ClientConfig): Client {
  try {
    return new Client({
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: applicationName(),
      ...config,
    });
  } catch (cause) {
    // The words alone: the cause may have the string as a property.
    throw new SchemaServiceError({
      code: 'DATABASE_URL_INVALID',
      message: 'The connection string cannot be read.',
      why: cause instanceof Error ? cause.message : String(cause),
      fix: 'Write it like postgresql://user:password@host:5432/database, with special characters percent-encoded.',
    });
  }
}

/** Shown in pg_stat_activity, and by whoever waits for our lock. */
function applicationName(): string {
  return `schema-migrator ${osUser() ?? '?'}@${hostname()}`.slice(0, 63);
}

/** The name of the operating system's user; a container may have none. */
export function osUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
