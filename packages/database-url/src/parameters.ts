import { accessSync, constants } from 'node:fs';

/** Why a parameter cannot stay, and what to write in its place. */
export interface ParameterProblem {
  readonly why: string;
  readonly fix: string;
}

/** What is wrong with a value, if anything is. */
type Check = (value: string) => ParameterProblem | undefined;

const any: Check = () => undefined;

const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.includes(value)
      ? undefined
      : { why: `Only these work: ${values.join(', ')}.`, fix: 'Write one of them.' };

const whole =
  (unit: string): Check =>
  (value) =>
    /^\d{1,9}$/.test(value)
      ? undefined
      : { why: `It is a number of ${unit}, without a unit.`, fix: 'Write the number alone.' };

const file: Check = (value) => {
  try {
    accessSync(value, constants.R_OK);
    return undefined;
  } catch {
    return {
      why: 'The file that it names cannot be read.',
      fix: 'Correct the path, or make the file readable.',
    };
  }
};

const NOT_HEEDED = 'It would not be heeded.';

/** Which of several servers a connection may go to. */
export const SESSION_ATTRIBUTES = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
] as const;

export type SessionAttributes = (typeof SESSION_ATTRIBUTES)[number];

/** How a setting of the server is asked for, in a URL and in a list of `key=value`. */
function setting(name: string, value: string): string {
  const shown = /^[\w.-]+$/.test(value) ? value : 'VALUE';
  return `options=-c%20${name}%3D${shown} (outside of a URL: options='-c ${name}=${shown}')`;
}

const instead =
  (why: string, fix: string): Check =>
  () => ({ why, fix });

const NO_OTHER_CLAIM = 'The connection would be made without what it asks for.';

const tlsVersion = oneOf('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3');

/**
 * Every parameter that a connection may have, of a URL, a service or a variable,
 * and those whose refusal can say more than that they are not known. All that
 * pass are heeded (see connection-settings.ts), or are so anyway.
 */
const PARAMETERS: Readonly<Record<string, Check>> = {
  user: any,
  password: any,
  passfile: any,
  host: any,
  hostaddr: any,
  port: (value) => (/^\d{0,5}(?:,\d{0,5})*$/.test(value) ? undefined : whole('the port')(value)),
  dbname: any,
  service: any,
  application_name: any,
  fallback_application_name: any,
  options: any,
  search_path: any,
  schema: any,
  currentSchema: any,
  ssl: (value) =>
    value === 'false'
      ? { why: 'It would be taken for true.', fix: 'Without TLS: sslmode=disable' }
      : oneOf('true', '1', '0', 'no-verify')(value),
  sslmode: oneOf('disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'),
  sslcert: file,
  sslkey: file,
  sslpassword: any,
  sslrootcert: (value) => (value === 'system' ? undefined : file(value)),
  sslcrl: file,
  ssl_min_protocol_version: tlsVersion,
  ssl_max_protocol_version: tlsVersion,
  sslnegotiation: oneOf('postgres', 'direct'),
  uselibpqcompat: oneOf('true', 'false'),
  statement_timeout: whole('milliseconds'),
  lock_timeout: whole('milliseconds'),
  idle_in_transaction_session_timeout: whole('milliseconds'),
  query_timeout: whole('milliseconds'),
  connect_timeout: whole('seconds'),
  keepalives: oneOf('0', '1'),
  keepalives_idle: whole('seconds'),
  channel_binding: oneOf('disable', 'prefer', 'require'),
  target_session_attrs: oneOf(...SESSION_ATTRIBUTES),
  load_balance_hosts: oneOf('disable', 'random'),
  // What is so anyway, or makes no difference.
  client_encoding: (value) => oneOf('utf8', 'utf-8', 'unicode', 'auto')(value.toLowerCase()),
  gssencmode: oneOf('disable', 'prefer'),
  sslsni: oneOf('1'),
  sslcompression: oneOf('0'),
  sslcertmode: oneOf('allow'),
  keepalives_interval: any,
  keepalives_count: any,
  tcp_user_timeout: any,
  // Prisma's own, most of them for its pool and its cache, which are not ours.
  pgbouncer: any,
  connection_limit: any,
  pool_timeout: any,
  socket_timeout: any,
  statement_cache_size: any,
  max_connection_lifetime: any,
  max_idle_connection_lifetime: any,
  sslaccept: (value) =>
    value === 'strict'
      ? undefined
      : {
          why: 'It would not be heeded: the certificate would be verified.',
          fix: 'To trust any certificate: sslmode=no-verify',
        },
  // Refused, with what to write.
  role: (value) => ({ why: NOT_HEEDED, fix: `Let the server set it: ${setting('role', value)}` }),
  database: instead(
    NOT_HEEDED,
    'Write the database behind the host: postgresql://host:5432/database (outside of a URL: dbname=database)',
  ),
  require_auth: instead(NO_OTHER_CLAIM, 'Leave it out, and let pg_hba.conf ask for it.'),
  requirepeer: instead(NO_OTHER_CLAIM, 'Leave it out.'),
  replication: instead('A connection for replication runs no migrations.', 'Leave it out.'),
};

/** Whether it is known by its name, to be heeded or to be refused. */
export const isParameter = (name: string): boolean => Object.hasOwn(PARAMETERS, name);

/** What is wrong with a parameter; `undefined` where it works, or makes no difference. */
export function parameterProblem(name: string, value: string): ParameterProblem | undefined {
  const check = isParameter(name) ? PARAMETERS[name] : undefined;
  if (check) return check(value);
  return {
    why: NOT_HEEDED,
    // The value is not repeated: of a name that is not known it may be the password.
    fix: `Leave it out. A setting of the server goes into options: ${setting(name, 'VALUE')}`,
  };
}

/** libpq's variables, by the parameter that each of them is. */
export const VARIABLES: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  service: 'PGSERVICE',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
  sslmode: 'PGSSLMODE',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslrootcert: 'PGSSLROOTCERT',
  sslcrl: 'PGSSLCRL',
  sslnegotiation: 'PGSSLNEGOTIATION',
  ssl_min_protocol_version: 'PGSSLMINPROTOCOLVERSION',
  ssl_max_protocol_version: 'PGSSLMAXPROTOCOLVERSION',
  sslcertmode: 'PGSSLCERTMODE',
  sslsni: 'PGSSLSNI',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  gssencmode: 'PGGSSENCMODE',
  channel_binding: 'PGCHANNELBINDING',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  load_balance_hosts: 'PGLOADBALANCEHOSTS',
  require_auth: 'PGREQUIREAUTH',
  requirepeer: 'PGREQUIREPEER',
};
