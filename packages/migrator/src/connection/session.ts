import { hostname, userInfo } from 'node:os';
import { type ClientConfig, readDatabaseServers } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import type { Client } from 'pg';
import type { Ledger, LedgerConnection } from '../tracking/ledger.ts';
import { connect } from './connect.ts';

/** A connection that stays one session of the server from the lock to the last commit. */
export interface Session extends LedgerConnection, AsyncDisposable {
  /** Made here, so that its settings may be reset and it is closed at the end. A client that was handed in is left as it came. */
  readonly owned: boolean;
}

/**
 * Connects, or takes the connected client that was given.
 *
 * @throws SchemaServiceError DATABASE_URL_INVALID, DATABASE_URL_PARAMETER_REFUSED, DATABASE_UNREACHABLE,
 *   DATABASE_TLS_FAILED, DATABASE_NOT_FOUND, DATABASE_AUTHENTICATION_FAILED, DATABASE_TOO_MANY_CONNECTIONS, DATABASE_CLIENT_IN_TRANSACTION
 */
export async function openSession(connection: string | Client, ledger: Ledger): Promise<Session> {
  if (typeof connection !== 'string') {
    refuseTransaction(connection);
    return { client: connection, ledger, owned: false, [Symbol.asyncDispose]: async () => {} };
  }
  return ownSession(await connect(readDatabaseServers(connection), applicationName()), ledger);
}

/** A second connection to the same server, to the same database where no other is named. */
export async function openSibling({ client, ledger }: Session, other?: string): Promise<Session> {
  // What pg keeps of its configuration under other names.
  const made = client as Client &
    Pick<ClientConfig, 'password' | 'ssl'> & { sslNegotiation?: 'postgres' };
  const {
    host,
    port,
    database = '',
    user = '',
    password,
    ssl,
    sslNegotiation: sslnegotiation,
  } = made;
  const negotiation = sslnegotiation === undefined ? {} : { sslnegotiation };
  const config = { host, port, database: other ?? database, user, password, ssl, ...negotiation };
  const to = { servers: [[config]], sessionAttributes: 'any' } as const;
  return ownSession(await connect(to, applicationName()), ledger);
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
