import { keepSecret, SchemaServiceError } from '@schema-service/errors';
import {
  type ClientConfig,
  type ConnectionSettings,
  connectionSettings,
  type Refuse,
} from './connection-settings.ts';
import { areKeyValues } from './key-values.ts';
import { isParameter, type SessionAttributes } from './parameters.ts';
import { type UrlParts, urlParts, writeUrl } from './url-parts.ts';
import { urlProblem } from './url-problem.ts';
import type { Variables } from './variables.ts';

export interface DatabaseAddress {
  readonly host: string;
  readonly port: string;
  readonly database: string;
}

interface Place {
  /** A URL: trimmed, with what was loose in it encoded; or what says the same, of a list of `key=value`. */
  readonly connectionString: string;
  readonly address: DatabaseAddress;
  /** Where it is, without who asks and how: `postgresql://host:5432/database`. */
  readonly label: string;
}

/** The address of a database, all of which is understood. */
export interface DatabaseUrl extends Place {
  readonly kind: 'databaseUrl';
  /** The password is that of the password file where nothing else gives one. */
  readonly config: Omit<ClientConfig, 'password'> & { readonly password?: string };
}

/** The same for who can try again: several servers, and each with TLS and without. */
export interface DatabaseServers extends Place {
  readonly kind: 'databaseServers';
  /** For each server, in the order in which to try them, how to connect to it. */
  readonly servers: readonly (readonly ClientConfig[])[];
  readonly sessionAttributes: SessionAttributes;
}

/**
 * Reads the URL of a database, or libpq's `host=… dbname=…`, for a pool or a client that connects once, and
 * what libpq's variables say beside it. Nothing is passed over: a parameter is
 * heeded, makes no difference, or is refused by its name. Its password is kept
 * from every message. Without a word of TLS there is none.
 *
 * @param what the text is, for the message
 * @throws SchemaServiceError DATABASE_URL_INVALID, DATABASE_URL_PARAMETER_REFUSED
 */
export function readDatabaseUrl(
  text: string,
  what = 'The connection string',
  variables: Variables = process.env,
): DatabaseUrl {
  const { settings, refuse, ...place } = read(text, what, variables);
  const { servers, sessionAttributes, saysTls } = settings;
  const [configs = []] = servers;
  const [config] = configs;
  if (!config || servers.length > 1) {
    const why = 'There are several hosts, and this connection goes to one.';
    throw refuse('host', { why, fix: 'Give the host that takes changes.' });
  }
  if (['standby', 'read-only'].includes(sessionAttributes)) {
    const why = 'It takes changes, and is asked for a server that takes none.';
    throw refuse('target_session_attrs', { why, fix: 'Write read-write, or leave it out.' });
  }
  if (saysTls && configs.length > 1 && config.ssl === false) {
    const why = 'It is tried once, and would never use TLS.';
    throw refuse('sslmode', { why, fix: 'Write disable, prefer or require.' });
  }
  const { password: given, ssl, ...rest } = config;
  const password = typeof given === 'string' ? given : orNothing(given);
  return {
    kind: 'databaseUrl',
    ...place,
    config: { ...rest, ssl: saysTls && ssl, ...(password === undefined ? {} : { password }) },
  };
}

function orNothing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * The same for a connection that is tried as libpq would: several hosts,
 * `target_session_attrs`, and TLS where the server has it (`sslmode=prefer`).
 *
 * @throws SchemaServiceError DATABASE_URL_INVALID, DATABASE_URL_PARAMETER_REFUSED
 */
export function readDatabaseServers(
  text: string,
  what = 'The connection string',
  variables: Variables = process.env,
): DatabaseServers {
  const { settings, refuse: _, ...place } = read(text, what, variables);
  const { servers, sessionAttributes, inOrder } = settings;
  const order = inOrder ? servers : shuffled(servers);
  return { kind: 'databaseServers', ...place, servers: order, sessionAttributes };
}

interface Read extends Place {
  readonly settings: ConnectionSettings;
  readonly refuse: Refuse;
}

function read(text: string, what: string, variables: Variables): Read {
  const isList = areKeyValues(text.trim());
  // A blank at the end of a list may be behind a \, and a part of a value.
  const written = isList ? text.trimStart() : encodeLoose(text.trim());
  // The rawest form first: what cannot be read may hold one too.
  const [, user, password, rest = ''] = USER_INFO.exec(written) ?? [];
  keepPassword(password, [user, ...rest.split(/[,:/?]/)]);
  const problem = urlProblem(written);
  const url = urlParts(written);
  if (problem || !url) {
    const message = `${what} cannot be read.`;
    throw new SchemaServiceError({ code: 'DATABASE_URL_INVALID', message, ...problem });
  }
  keepPasswords(url);
  const refuse = refusalOf(what);
  const settings = connectionSettings(url, variables, refuse);
  const address = addressOf(settings, url);
  const places = address.host.split(',').map((host, index) => {
    const port = address.port.split(',')[index] ?? address.port;
    return `${host.includes(':') ? `[${host}]` : host}${port && `:${port}`}`;
  });
  const label = `postgresql://${places.join(',')}/${address.database}`;
  // The name of the database is in its path, where whoever changes it looks for it.
  const isUsual = !isList && !url.parameters.has('dbname');
  const connectionString = isUsual ? written : writeUrl(url);
  return { connectionString, settings, refuse, address, label };
}

/** Whether a word is meant as the address of a database, rightly written or not. */
export function looksLikeDatabaseUrl(word: string): boolean {
  const text = word.trim().replace(/^["'`]/, '');
  return (
    /^(?:jdbc:)?\w*(?:postgres|pgsql)\w*(?:\+\w+)?:\/\//i.test(text) ||
    isParameter(/^(\w+)\s*=/.exec(text)?.[1] ?? '') ||
    /^[A-Za-z_][\w.-]*:[^\s:/][^\s]*@[^\s@/]+\/[^\s/]*$/.test(text)
  );
}

const refusalOf =
  (what: string): Refuse =>
  (name, problem, from) =>
    new SchemaServiceError({
      code: 'DATABASE_URL_PARAMETER_REFUSED',
      message: from?.startsWith('PG')
        ? `${from} does not work here as it is.`
        : `${from ?? what} has the parameter ${name}, which does not work here as it is.`,
      ...problem,
      meta: { parameter: name },
    });

/** A port that nobody wrote is left out. */
function addressOf({ servers, database }: ConnectionSettings, url: UrlParts): DatabaseAddress {
  const first = servers.map(([config]) => config);
  const hosts = first.map((config) => config?.host ?? '').join(',');
  const ports = first.map((config) => String(config?.port ?? ''));
  const isWritten = url.port !== '' || ports.some((port) => port !== '5432');
  const said = isWritten || url.parameters.has('port');
  return { host: hosts, port: said ? ports.join(',') : '', database };
}

/**
 * A space, and a `%` that begins no escape: nobody means another one by it.
 */
function encodeLoose(text: string): string {
  return text.replace(/\s/g, encodeURIComponent).replace(/%(?![\da-f]{2})/gi, '%25');
}

/** User, password, and all behind the last `@`. */
const USER_INFO = /\/\/([^:/?#@]*):(.*)@(.*)$/s;

function keepPasswords({ user, password, host, database, parameters }: UrlParts): void {
  const hosts = [host, parameters.get('host') ?? ''].flatMap((some) => some.split(','));
  const names = [user, parameters.get('user'), database, parameters.get('dbname'), ...hosts];
  for (const secret of [password, parameters.get('password'), parameters.get('sslpassword')]) {
    keepPassword(secret, names);
  }
}

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

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[]): readonly T[] {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
