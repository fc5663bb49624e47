import { keepSecret, SchemaServiceError } from '@schema-service/errors';
import { parameterProblem } from './parameters.ts';
import { parsedUrl, urlProblem } from './url-problem.ts';

/** What a client of node-postgres is made with, so that all that the URL says is heeded. */
export interface ClientConfig {
  readonly connectionString: string;
  readonly connectionTimeoutMillis?: number;
  readonly keepAlive?: boolean;
  readonly keepAliveInitialDelayMillis?: number;
  readonly enableChannelBinding?: boolean;
}

export interface DatabaseAddress {
  readonly host: string;
  readonly port: string;
  readonly database: string;
}

/** The URL of a database, all of which is understood. */
export interface DatabaseUrl {
  readonly kind: 'databaseUrl';
  readonly config: ClientConfig;
  /** As far as the URL says: the rest is in the environment. */
  readonly address: DatabaseAddress;
  /** Where it is, without who asks and how: `postgresql://host:5432/database`. */
  readonly label: string;
}

/**
 * Reads the URL of a database, wherever one is given. Nothing that it says is
 * passed over: a parameter is heeded, makes no difference, or is refused by its
 * name. Its password is kept from every message.
 *
 * @param what the text is, for the message
 * @throws SchemaServiceError DATABASE_URL_INVALID, DATABASE_URL_PARAMETER_REFUSED
 */
export function readDatabaseUrl(text: string, what = 'The connection string'): DatabaseUrl {
  const connectionString = encodeLoose(text.trim());
  // The rawest form first: what cannot be read may hold one too.
  const [, user, password, rest = ''] = USER_INFO.exec(connectionString) ?? [];
  keepPassword(password, [user, ...rest.split(/[:/?]/)]);
  const problem = urlProblem(connectionString);
  if (problem) {
    const message = `${what} cannot be read.`;
    throw new SchemaServiceError({ code: 'DATABASE_URL_INVALID', message, ...problem });
  }
  const url = parsedUrl(connectionString);
  const address = addressOf(url);
  const names = [url.username, url.searchParams.get('user'), address.host, address.database];
  for (const secret of [url.password, url.searchParams.get('password')])
    keepPassword(secret, names);
  for (const [name, value] of url.searchParams) refuseParameter(what, name, value);
  return {
    kind: 'databaseUrl',
    config: { connectionString, ...configOf(url.searchParams) },
    address,
    label: `postgresql://${address.host}${address.port && `:${address.port}`}/${address.database}`,
  };
}

/** Whether a word is meant as the address of a database, rightly written or not. */
export function looksLikeDatabaseUrl(word: string): boolean {
  const text = word.trim().replace(/^["'`]/, '');
  return (
    /^(?:jdbc:)?\w*(?:postgres|pgsql)\w*(?:\+\w+)?:\/\//i.test(text) ||
    /^(?:host|hostaddr|port|dbname|user|password|service)\s*=/i.test(text) ||
    /^[A-Za-z_][\w.-]*:[^\s:/][^\s]*@[^\s@/]+\/[^\s/]*$/.test(text)
  );
}

function refuseParameter(what: string, name: string, value: string): void {
  const problem = parameterProblem(name, value);
  if (!problem) return;
  throw new SchemaServiceError({
    code: 'DATABASE_URL_PARAMETER_REFUSED',
    message: `${what} has the parameter ${name}, which does not work here as it is.`,
    ...problem,
    meta: { parameter: name },
  });
}

function configOf(parameters: URLSearchParams): Omit<ClientConfig, 'connectionString'> {
  const number = (name: string): number | undefined =>
    parameters.has(name) ? Number(parameters.get(name)) * 1000 : undefined;
  const timeout = number('connect_timeout');
  const idle = number('keepalives_idle');
  const binding = parameters.get('channel_binding');
  return {
    ...(timeout === undefined ? {} : { connectionTimeoutMillis: timeout }),
    ...(parameters.get('keepalives') === '0' ? { keepAlive: false } : {}),
    ...(idle === undefined ? {} : { keepAliveInitialDelayMillis: idle }),
    ...(binding === null || binding === 'disable' ? {} : { enableChannelBinding: true }),
  };
}

/** A parameter goes before what stands in front of the path, as node-postgres has it. */
function addressOf({ hostname, port, pathname, searchParams }: URL): DatabaseAddress {
  return {
    host: searchParams.get('host') || hostname || 'localhost',
    port: searchParams.get('port') || port,
    database: pathname.slice(1),
  };
}

/**
 * A space, and a `%` that begins no escape. node-postgres would encode the whole
 * text anew for either, and change the escapes that are in it.
 */
function encodeLoose(text: string): string {
  return text.replace(/\s/g, encodeURIComponent).replace(/%(?![\da-f]{2})/gi, '%25');
}

/** User, password, and all behind the last `@`. */
const USER_INFO = /\/\/([^:/?#@]*):(.*)@(.*)$/s;

/**
 * As it is written, and as it is meant. One that is the name of the user, the
 * host or the database as well is hidden in its place alone: those are told.
 */
function keepPassword(
  raw: string | null | undefined,
  names: readonly (string | null | undefined)[],
): void {
  if (!raw) return;
  for (const secret of [raw, decoded(raw)]) if (!names.includes(secret)) keepSecret(secret);
}

/** Without an escape it is meant as it is written. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
