import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { keepSecret, type SchemaServiceError } from '@schema-service/errors';
import {
  type ParameterProblem,
  parameterProblem,
  type SessionAttributes,
  VARIABLES,
} from './parameters.ts';
import { passwordFromFile } from './password-file.ts';
import { searchPathOptions } from './search-path.ts';
import { readService } from './service-file.ts';
import {
  defaultFile,
  encryptions,
  type Lookup,
  sslModeOf,
  type TlsSettings,
} from './tls-settings.ts';
import type { UrlParts } from './url-parts.ts';
import { readVariable, type Variables } from './variables.ts';

/** What a client of node-postgres is made with, so that all that was said is heeded. */
export interface ClientConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Or the password file, which is read when the server asks. */
  readonly password: string | (() => string);
  readonly ssl: TlsSettings | false;
  readonly sslnegotiation?: 'postgres' | 'direct';
  readonly options?: string;
  readonly application_name?: string;
  readonly fallback_application_name?: string;
  readonly statement_timeout?: number;
  readonly lock_timeout?: number;
  readonly idle_in_transaction_session_timeout?: number;
  readonly query_timeout?: number;
  readonly connectionTimeoutMillis?: number;
  readonly keepAlive?: boolean;
  readonly keepAliveInitialDelayMillis?: number;
  readonly enableChannelBinding?: boolean;
}

/** Where to connect to, and how, as libpq would. */
export interface ConnectionSettings {
  /** For each server in the order of libpq's tries: with TLS and without, as its mode says. */
  readonly servers: readonly (readonly ClientConfig[])[];
  readonly sessionAttributes: SessionAttributes;
  readonly database: string;
  /** `false` where the servers are to be tried in any order. */
  readonly inOrder: boolean;
  /** Whether something asks for TLS, or against it. */
  readonly saysTls: boolean;
}

/** Makes the error for a parameter, by its name and where it is from. */
export type Refuse = (name: string, problem: ParameterProblem, from?: string) => SchemaServiceError;

/**
 * Puts together what the URL, the service that it names, and the variables of
 * libpq say, each of them before the next.
 *
 * @throws what `refuse` makes
 */
export function connectionSettings(
  url: UrlParts,
  variables: Variables,
  refuse: Refuse,
): ConnectionSettings {
  const home = variables.HOME || homedir();
  const get = lookup(url, variables, home, refuse);
  const { inOrder, sessionAttributes } = {
    inOrder: get('load_balance_hosts') !== 'random',
    sessionAttributes: (get('target_session_attrs') ?? 'any') as SessionAttributes,
  };
  // Those that nothing is made of are checked as well.
  for (const name of Object.keys(VARIABLES)) get(name);
  refuseWeakTls(get, home, refuse);
  const common = commonConfig(get);
  const servers = serversOf(get, refuse).map(({ host, address, port }) => {
    const owner = { ...common, host, port };
    const file = get('passfile') ?? join(home, '.pgpass');
    const password = get('password') ?? (() => passwordFromFile(file, owner));
    const isSocket = (address ?? host).startsWith('/');
    return (isSocket ? [false as const] : encryptions(get, home, address ?? host)).map((ssl) => ({
      ...common,
      host: address ?? host,
      port,
      password,
      ssl: ssl && address ? forHost(ssl, host) : ssl,
    }));
  });
  const saysTls = get('sslmode') !== undefined || get('ssl') !== undefined;
  return { servers, sessionAttributes, database: common.database, inOrder, saysTls };
}

function lookup(url: UrlParts, variables: Variables, home: string, refuse: Refuse): Lookup {
  const { parameters, user, password, host, port, database: dbname } = url;
  for (const [name, value] of parameters) check(name, value, refuse);
  const written = new Map(Object.entries({ user, password, host, port, dbname }));
  for (const [name, value] of parameters) written.set(name, value);
  const service = written.get('service') || readVariable(variables, 'PGSERVICE');
  const ofService = service ? readService(service, variables, home) : undefined;
  if (service && !ofService) {
    const why = `No file has the service ${service}.`;
    throw refuse('service', { why, fix: 'Name one of ~/.pg_service.conf, or set PGSERVICEFILE.' });
  }
  for (const [name, value] of ofService ?? []) check(name, value, refuse, `the service ${service}`);
  return (name) => {
    const value = written.get(name) || ofService?.get(name);
    if (value) return value;
    const variable = VARIABLES[name];
    const found = variable && readVariable(variables, variable);
    if (!found) return undefined;
    if (/password$/.test(name)) keepSecret(found);
    check(name, found, refuse, variable);
    return found;
  };
}

function check(name: string, value: string, refuse: Refuse, from?: string): void {
  if (/password$/.test(name)) keepSecret(value);
  const problem = parameterProblem(name, value);
  if (problem) throw refuse(name, problem, from);
}

function commonConfig(get: Lookup) {
  const user = get('user') ?? osUser();
  const number = <K extends string>(name: K): { readonly [N in K]?: number } => {
    const value = get(name);
    return value === undefined ? {} : ({ [name]: Number(value) } as { readonly [N in K]: number });
  };
  const text = <K extends string>(name: K): { readonly [N in K]?: string } => {
    const value = get(name);
    return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]: string });
  };
  const { connect_timeout: timeout } = number('connect_timeout');
  const { keepalives_idle: idle } = number('keepalives_idle');
  const binding = get('channel_binding') ?? 'disable';
  const options = searchPathOptions(get);
  return {
    user,
    database: get('dbname') ?? user,
    ...(options ? { options } : {}),
    ...text('application_name'),
    ...text('fallback_application_name'),
    ...number('statement_timeout'),
    ...number('lock_timeout'),
    ...number('idle_in_transaction_session_timeout'),
    ...number('query_timeout'),
    ...(get('sslnegotiation') === 'direct' ? { sslnegotiation: 'direct' as const } : {}),
    ...(timeout === undefined ? {} : { connectionTimeoutMillis: timeout * 1000 }),
    ...(get('keepalives') === '0' ? { keepAlive: false } : {}),
    ...(idle === undefined ? {} : { keepAliveInitialDelayMillis: idle * 1000 }),
    ...(binding === 'disable' ? {} : { enableChannelBinding: true }),
  };
}

/** The name of the operating system's user; a container may have none. */
function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

interface Server {
  readonly host: string;
  /** Connected to in the place of the host, whose name the certificate has. */
  readonly address?: string;
  readonly port: number;
}

function serversOf(get: Lookup, refuse: Refuse): readonly Server[] {
  const names = get('host')?.split(',') ?? [];
  const addresses = get('hostaddr')?.split(',') ?? [];
  const ports = get('port')?.split(',') ?? [''];
  const count = Math.max(names.length, addresses.length, 1);
  const differs = ({ length }: readonly string[]): boolean => length > 1 && length !== count;
  if (differs(ports) || (names.length > 0 && addresses.length > 0 && differs(addresses))) {
    const why = `There are ${count} hosts.`;
    throw refuse(differs(ports) ? 'port' : 'hostaddr', { why, fix: 'Give as many, or one port.' });
  }
  return Array.from({ length: count }, (_, index) => {
    const address = addresses[index];
    return {
      host: names[index] || address || 'localhost',
      ...(address ? { address } : {}),
      port: Number(ports[ports.length > 1 ? index : 0] || 5432),
    };
  });
}

/** What would verify less than it seems to. */
function refuseWeakTls(get: Lookup, home: string, refuse: Refuse): void {
  const mode = sslModeOf(get);
  const fileOf = (name: string, usual: string) => get(name) ?? defaultFile(home, usual);
  if (mode === 'verify-ca' && fileOf('sslrootcert', 'root.crt') === undefined) {
    const why = 'There is no certificate to verify with.';
    throw refuse('sslmode', { why, fix: 'Add sslrootcert=PATH, or write verify-full.' });
  }
  if (fileOf('sslcert', 'postgresql.crt') && !fileOf('sslkey', 'postgresql.key')) {
    throw refuse('sslcert', { why: 'Its key is missing.', fix: 'Add sslkey=PATH.' });
  }
  if (get('sslrootcert') === 'system' && mode !== 'verify-full') {
    const why = 'Anybody has a certificate that the system trusts.';
    throw refuse('sslmode', { why, fix: 'With sslrootcert=system: sslmode=verify-full' });
  }
  if (get('channel_binding') === 'require' && mode === 'disable') {
    const why = 'There is no channel binding without TLS.';
    throw refuse('channel_binding', { why, fix: 'Add sslmode=require or a stronger one.' });
  }
  if (get('sslnegotiation') === 'direct' && /^(?:disable|allow|prefer)$/.test(mode)) {
    const why = `With sslmode=${mode} there may be no TLS.`;
    throw refuse('sslnegotiation', { why, fix: 'Add sslmode=require or a stronger one.' });
  }
}

/** The certificate is that of the name, not of the address. */
function forHost(tls: TlsSettings, host: string): TlsSettings {
  if (!tls.rejectUnauthorized || tls.checkServerIdentity) return tls;
  return {
    ...tls,
    checkServerIdentity: (_address, certificate) =>
      process.getBuiltinModule('node:tls').checkServerIdentity(host, certificate),
  };
}
