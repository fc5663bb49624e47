import { SchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import type { Client } from 'pg';

/** The server's address without anything secret. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

const NETWORK_CODES = /^(?:E[A-Z_]+|08\w{3}|57P0[123])$/;

/** Node's and OpenSSL's: of the protocol, of a certificate, of its host name, of a key. */
const TLS_CODES =
  /^(?:ERR_(?:TLS|SSL|OSSL)_\w+|EPROTO|\w*(?:CERT|CRL|LEAF|CHAIN|ISSUER)\w*|HOSTNAME_MISMATCH)$/;

/** Whether it is TLS that failed. Where the server has none, pg's error has no code; where it hangs up in the handshake, Node's has that of any end. */
export function isTlsProblem(code: string | undefined, reason: string): boolean {
  if (code === undefined) return / SSL /.test(reason);
  return TLS_CODES.test(code) || (code === 'ECONNRESET' && / TLS connection /.test(reason));
}

/** How a connection begins: `direct` with the handshake, `asked` with the question for one. */
export type TlsNegotiation = 'none' | 'asked' | 'direct';

/** Says what kept a client from connecting. The password is never part of it. */
export function connectionError(
  cause: unknown,
  address: DatabaseAddress,
  tls: TlsNegotiation = 'none',
): SchemaServiceError {
  const { host, port, database, user } = address;
  const reason = cause instanceof Error ? cause.message || String(codeOf(cause)) : String(cause);
  const data = explain(codeOf(cause), reason, address, tls);
  return new SchemaServiceError(
    { ...data, why: reason, meta: { host, port, database, user } },
    { cause },
  );
}

function explain(
  code: string | undefined,
  reason: string,
  { host, port, database, user }: DatabaseAddress,
  tls: TlsNegotiation,
): SchemaServiceErrorData {
  const server = `${host}:${port}`;
  if (code === '3D000') {
    return {
      code: 'DATABASE_NOT_FOUND',
      message: `There is no database "${database}" on ${server}.`,
      fix: `Create it (createdb -h ${host} -p ${port} ${database}), or correct the name.`,
    };
  }
  if (code?.startsWith('28') || /^(?:SASL|no password supplied)/.test(reason)) {
    return {
      code: 'DATABASE_AUTHENTICATION_FAILED',
      message: `${server} did not let "${user}" into "${database}".`,
      fix: 'Check user and password, and the rules of the server (pg_hba.conf).',
    };
  }
  if (code === '53300') {
    return {
      code: 'DATABASE_TOO_MANY_CONNECTIONS',
      message: `${server} has no free connection.`,
      fix: 'Try again later, or raise max_connections.',
    };
  }
  // Who connects first writes a cache of the catalogs.
  if (code === '53100') {
    return {
      code: 'DATABASE_DISK_FULL',
      message: `The disk of ${server} is full: it lets nobody into "${database}".`,
      fix: 'Make room on the server, and run the command again: it goes on from there.',
    };
  }
  const isHungUp = code === 'ECONNRESET' || code === 'EPIPE';
  if (tls === 'direct' && (isHungUp || isTlsProblem(code, reason))) {
    return {
      code: 'DATABASE_TLS_FAILED',
      message: `No TLS with ${server}, which was not asked for it first (sslnegotiation=direct).`,
      fix: 'A server before PostgreSQL 17, one without TLS, and a pooler end such a connection: leave sslnegotiation=direct out. Otherwise give what the certificates need (sslrootcert, sslcert, sslkey), and the host as its certificate has it.',
    };
  }
  if (tls !== 'none' && isTlsProblem(code, reason)) {
    return {
      code: 'DATABASE_TLS_FAILED',
      message: `No TLS with ${server}.`,
      fix: "Give the certificate that signed the server's (sslrootcert=ca.pem), its own (sslcert, sslkey) where the server asks for one, the host as its certificate has it, or another sslmode.",
    };
  }
  const network = code !== undefined && NETWORK_CODES.test(code);
  return {
    code: 'DATABASE_UNREACHABLE',
    message: `No connection to the database "${database}" on ${server}.`,
    fix: network
      ? 'Start the server, or correct host and port.'
      : 'Check the connection string, and that a PostgreSQL server answers there.',
  };
}

/** An error's `code`: of the operating system (`ECONNREFUSED`) or of PostgreSQL (`28P01`). */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether a query asks for a table that is not there, such as one of a later migrator. */
export const isTableMissing = (error: unknown): boolean => codeOf(error) === '42P01';

/** The server's or the operating system's codes for a connection that is gone; pg's own errors for it have no code. */
const LOST = /^(?:08\w{3}|57P0\d|25P0[34]|E[A-Z]+)$/;

/** Settings by which the server ends a session, by the code with which it does. */
const ENDED_BY: Readonly<Record<string, string>> = {
  '57P05': 'idle_session_timeout',
  '25P03': 'idle_in_transaction_session_timeout',
  '25P04': 'transaction_timeout',
};

/** What the server said as it ended a session between two queries: the next one is only told that there is none. */
const endings = new WeakMap<Client, Error>();

/** Listens for the end of a connection, which would otherwise end the process; the next query reports it. */
export function watchEnding(client: Client): void {
  client.on('error', (error) => {
    if (!endings.has(client)) endings.set(client, error);
  });
}

export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return LOST.test(code);
  return error instanceof Error && /^(?:Connection terminated|Client )/.test(error.message);
}

/** What is known after the connection went away, while `path` ran. */
export function connectionLost(
  error: unknown,
  { client, path }: { readonly client?: Client; readonly path?: string } = {},
): SchemaServiceError {
  const ending = client && endings.get(client);
  // The server says why; pg says that it is so, too.
  const said = [error, ending].find((one) => /^\d/.test(codeOf(one) ?? ''));
  const cause = said ?? ending ?? error;
  const setting = ENDED_BY[codeOf(cause) ?? ''];
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SchemaServiceError(
    {
      code: 'DATABASE_CONNECTION_LOST',
      message: `The connection to the database broke${path ? ` while ${path} ran` : ''}.`,
      why: setting ? `${why}: the server's ${setting} was over.` : why,
      fix: `${setting ? `Turn ${setting} off for the role that migrates (ALTER ROLE <role> SET ${setting} = 0), or in its connection string (options=-c%20${setting}%3D0). ` : ''}See with status what is applied, and run the command again: it goes on from there.`,
      meta: { ...(path ? { path } : {}), ...(setting ? { setting } : {}) },
    },
    { cause },
  );
}
