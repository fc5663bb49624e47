import type {
  ClientConfig,
  DatabaseServers,
  SessionAttributes,
} from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import type Pg from 'pg';
import type { Client } from 'pg';
import {
  codeOf,
  connectionError,
  type DatabaseAddress,
  isTlsProblem,
  type TlsNegotiation,
  watchEnding,
} from './connection-error.ts';

type Config = Omit<ClientConfig, 'password'> & { readonly password?: Pg.ClientConfig['password'] };

const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_AFTER_MS = 60_000;

/** invalid_authorization_specification: what pg_hba.conf does not let in. */
const REFUSED = '28000';

/**
 * Connects to the first server that lets us in and is of the wanted kind, as libpq does: a server that cannot be reached
 * is passed over, one that refuses us is not.
 *
 * @throws SchemaServiceError DATABASE_UNREACHABLE, DATABASE_TLS_FAILED, DATABASE_NOT_FOUND, DATABASE_AUTHENTICATION_FAILED,
 *   DATABASE_TOO_MANY_CONNECTIONS
 */
export async function connect(
  { servers, sessionAttributes }: Pick<DatabaseServers, 'servers' | 'sessionAttributes'>,
  applicationName: string,
): Promise<Client> {
  // Only here, because a caller with a client of its own has loaded it already; and without pg's pool and bindings.
  // @ts-expect-error It is pg's Client, and has no types under this name.
  const { default: Client }: { default: typeof Pg.Client } = await import('pg/lib/client.js');
  const failures: SchemaServiceError[] = [];
  // A standby is preferred: only where there is none, any.
  const wanted: readonly SessionAttributes[] =
    sessionAttributes === 'prefer-standby' ? ['standby', 'any'] : [sessionAttributes];
  for (const attributes of wanted) {
    failures.length = 0;
    for (const configs of servers) {
      try {
        const client = await connectTo(Client, configs, applicationName);
        const misfit = await misfitOf(client, attributes);
        if (misfit === undefined) return client;
        await client.end();
        failures.push(unfit(client, misfit, sessionAttributes));
      } catch (error) {
        if (!(error instanceof SchemaServiceError) || error.code !== 'DATABASE_UNREACHABLE') {
          throw error;
        }
        failures.push(error);
      }
    }
  }
  throw failures.length === 1 ? failures[0] : noneOf(failures);
}

/** With TLS, without, or with one after the other. */
async function connectTo(
  ClientClass: typeof Pg.Client,
  configs: readonly Config[],
  applicationName: string,
): Promise<Client> {
  let refusal: unknown;
  for (const [index, config] of configs.entries()) {
    const client = new ClientClass({
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEPALIVE_AFTER_MS,
      application_name: applicationName,
      ...config,
    });
    watchEnding(client);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      if (index < configs.length - 1 && isAboutEncryption(cause)) {
        if (codeOf(cause) === REFUSED) refusal = cause;
        continue;
      }
      // What the server said without TLS says more than that it has none.
      const told = refusal !== undefined && isTlsFailure(cause) ? refusal : cause;
      throw connectionError(told, addressOf(client), negotiationOf(config));
    }
  }
  throw new Error('There is no way to connect.');
}

const negotiationOf = ({ ssl, sslnegotiation = 'postgres' }: Config): TlsNegotiation =>
  ssl === false ? 'none' : sslnegotiation === 'direct' ? 'direct' : 'asked';

/** Whether the other kind of connection may be let in: no TLS there, a certificate that is not trusted, pg_hba.conf. */
function isAboutEncryption(cause: unknown): boolean {
  return codeOf(cause) === REFUSED || isTlsFailure(cause);
}

const isTlsFailure = (cause: unknown): boolean =>
  isTlsProblem(codeOf(cause), cause instanceof Error ? cause.message : '');

function addressOf({ host, port, database = '', user = '' }: Client): DatabaseAddress {
  return { host, port, database, user };
}

/** What the server is instead. */
async function misfitOf(
  client: Client,
  attributes: SessionAttributes,
): Promise<string | undefined> {
  if (attributes === 'any') return undefined;
  const { rows } = await client.query<{ readonly standby: boolean; readonly readOnly: boolean }>(
    `SELECT pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.current_setting('transaction_read_only') = 'on' AS "readOnly"`,
  );
  const { standby = false, readOnly = false } = rows[0] ?? {};
  const is = standby ? 'a standby' : readOnly ? 'read-only' : 'a primary that takes changes';
  const fits = {
    'read-write': !readOnly,
    'read-only': readOnly,
    primary: !standby,
    standby,
    'prefer-standby': standby,
  }[attributes];
  return fits ? undefined : is;
}

function unfit(client: Client, is: string, wanted: SessionAttributes): SchemaServiceError {
  const { host, port, database, user } = addressOf(client);
  return new SchemaServiceError({
    code: 'DATABASE_UNREACHABLE',
    message: `${host}:${port} is not a server as it is asked for.`,
    why: `It is ${is}, and target_session_attrs is ${wanted}.`,
    fix: 'Correct the hosts, or target_session_attrs.',
    meta: { host, port, database, user },
  });
}

function noneOf(failures: readonly SchemaServiceError[]): SchemaServiceError {
  const hosts = failures.map(({ meta }) => `${meta?.host}:${meta?.port}`);
  return new SchemaServiceError(
    {
      code: 'DATABASE_UNREACHABLE',
      message: `No connection to any of ${hosts.join(', ')}.`,
      why: failures.map(({ why }, index) => `${hosts[index]}: ${why}`).join('\n       '),
      fix: 'Start a server, or correct the hosts, ports and target_session_attrs.',
      meta: { ...failures.at(-1)?.meta, hosts },
    },
    { cause: failures.at(-1) },
  );
}
